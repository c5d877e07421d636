output "task_id" {
  description = "The DTS job."
  value       = dts_migration_task.orders.id
}

output "precheck_items" {
  description = "What the precheck looked at, and what it found."
  value       = { for item in dts_migration_task.orders.precheck_items : item.code => item.state }
}

output "instance_id" {
  description = "The DTS instance that takes up the units."
  value       = dts_migration_instance.orders.id
}
