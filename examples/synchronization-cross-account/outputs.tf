output "role_arn" {
  description = "ARN of the role that DTS assumes in the source owner's account."
  value       = dts_ram_role_trust.source.arn
}

output "trust_policy" {
  description = "Trust policy of the role."
  value       = jsondecode(dts_ram_role_trust.source.trust_policy)
}

output "task_id" {
  description = "ID of the DTS job."
  value       = dts_synchronization_task.orders.id
}

output "failed_precheck_items" {
  description = "Precheck items that did not succeed, or that are ignored."
  value       = dts_synchronization_task.orders.failed_precheck_items
}

output "delay_ms" {
  description = "Delay of the destination in milliseconds, as of the last refresh."
  value       = dts_synchronization_instance.orders.delay_ms
}

output "instance_id" {
  description = "ID of the DTS instance."
  value       = dts_synchronization_instance.orders.id
}
