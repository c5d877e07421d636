output "task_id" {
  description = "ID of the DTS job."
  value       = dts_migration_task.orders.id
}

output "failed_precheck_items" {
  description = "Precheck items that did not succeed, or that are ignored."
  value       = dts_migration_task.orders.failed_precheck_items
}

output "instance_id" {
  description = "ID of the DTS instance that uses the DUs."
  value       = dts_migration_instance.orders.id
}
