output "role_arns" {
  description = "The roles DTS assumes, one in each owner's account."
  value = {
    source      = dts_ram_role_trust.source.arn
    destination = dts_ram_role_trust.destination.arn
  }
}

output "trust_policies" {
  description = "The roles' trust documents."
  value = {
    source      = jsondecode(dts_ram_role_trust.source.trust_policy)
    destination = jsondecode(dts_ram_role_trust.destination.trust_policy)
  }
}

output "task_id" {
  description = "The DTS job."
  value       = dts_migration_task.orders.id
}

output "precheck_items" {
  description = "What the precheck looked at, and what it found."
  value       = { for item in dts_migration_task.orders.precheck_items : item.code => item.state }
}

output "instance_id" {
  description = "The DTS instance that was bought."
  value       = dts_migration_instance.orders.id
}
