output "role_arns" {
  description = "ARNs of the roles that DTS assumes, one in each owner's account."
  value       = { for part, role in module.between_owners.roles : part => role.arn }
}

output "scenarios" {
  description = "Which account owns which database, for each migration."
  value       = merge(module.between_owners.scenarios, module.from_operator.scenarios)
}

output "task_ids" {
  description = "ID of the DTS job of each migration."
  value       = merge(module.between_owners.task_ids, module.from_operator.task_ids)
}

output "instance_ids" {
  description = "ID of the DTS instance of each migration that was started."
  value       = merge(module.between_owners.instance_ids, module.from_operator.instance_ids)
}

output "failed_precheck_items" {
  description = "Precheck items that did not succeed or that are ignored, by migration."
  value       = merge(module.between_owners.failed_precheck_items, module.from_operator.failed_precheck_items)
}
