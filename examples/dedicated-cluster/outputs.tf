output "task_id" {
  description = "ID of the DTS job."
  value       = dts_migration_task.orders.id
}

output "precheck_items" {
  description = "State of each precheck item."
  value       = dts_migration_task.orders.precheck_items
}

output "instance_id" {
  description = "ID of the DTS instance that uses the DUs."
  value       = dts_migration_instance.orders.id
}
