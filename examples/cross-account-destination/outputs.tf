output "role_arn" {
  description = "The role DTS assumes in the destination owner's account."
  value       = dts_ram_role_trust.destination.arn
}

output "trust_policy" {
  description = "The role's trust document."
  value       = jsondecode(dts_ram_role_trust.destination.trust_policy)
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
