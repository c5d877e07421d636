output "role_arns" {
  description = "ARNs of the roles that DTS assumes, one in each owner's account."
  value = {
    source      = dts_ram_role_trust.source.arn
    destination = dts_ram_role_trust.destination.arn
  }
}

output "task_ids" {
  description = "IDs of the DTS jobs of both directions."
  value = {
    forward = dts_synchronization_task.stores.id
    reverse = dts_synchronization_instance.stores.reverse_id
  }
}

output "failed_precheck_items" {
  description = "Precheck items of the forward direction that did not succeed, or that are ignored."
  value       = dts_synchronization_task.stores.failed_precheck_items
}

output "instance_id" {
  description = "ID of the DTS instance, which has both directions."
  value       = dts_synchronization_instance.stores.id
}
