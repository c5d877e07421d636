output "role_arns" {
  description = "ARNs of the roles that DTS assumes, one in each owner's account."
  value = {
    source      = dts_ram_role_trust.source.arn
    destination = dts_ram_role_trust.destination.arn
  }
}

output "trust_policies" {
  description = "Trust policies of the roles."
  value = {
    source      = jsondecode(dts_ram_role_trust.source.trust_policy)
    destination = jsondecode(dts_ram_role_trust.destination.trust_policy)
  }
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
