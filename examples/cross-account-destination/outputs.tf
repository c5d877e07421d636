output "role_arn" {
  description = "ARN of the role that DTS assumes in the destination owner's account."
  value       = dts_ram_role_trust.destination.arn
}

output "trust_policy" {
  description = "Trust policy of the role."
  value       = jsondecode(dts_ram_role_trust.destination.trust_policy)
}

output "task_id" {
  description = "ID of the DTS job."
  value       = dts_migration_task.orders.id
}

output "failed_precheck_items" {
  description = "Precheck items that did not succeed, or that are ignored."
  value       = dts_migration_task.orders.failed_precheck_items
}

output "instance_id" {
  description = "ID of the DTS instance."
  value       = dts_migration_instance.orders.id
}
