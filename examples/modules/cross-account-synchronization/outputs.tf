output "roles" {
  description = "Name, ARN and trust policy of the roles that the module created, by `source` and `destination`."
  value = {
    for part, role in { source = dts_ram_role_trust.source, destination = dts_ram_role_trust.destination } :
    part => { name = role[0].role_name, arn = role[0].arn, trust_policy = jsondecode(role[0].trust_policy) } if length(role) > 0
  }

  # These checks are here and not in the roles, because Terraform also evaluates the postconditions of a resource whose create failed.
  precondition {
    condition     = alltrue([for role in dts_ram_role_trust.source : role.account_id == var.accounts.source])
    error_message = "The provider passed as dts.source_owner works in account ${join(", ", dts_ram_role_trust.source[*].account_id)}, but the source databases belong to ${var.accounts.source}."
  }

  precondition {
    condition     = alltrue([for role in dts_ram_role_trust.destination : role.account_id == var.accounts.destination])
    error_message = "The provider passed as dts.destination_owner works in account ${join(", ", dts_ram_role_trust.destination[*].account_id)}, but the destination databases belong to ${var.accounts.destination}."
  }
}

output "task_ids" {
  description = "ID of the DTS job of each synchronization."
  value       = { for key, task in dts_synchronization_task.this : key => task.id }
}

output "reverse_ids" {
  description = "ID of the DTS job of the reverse direction, of each synchronization in both directions that was started."
  value       = { for key, instance in dts_synchronization_instance.this : key => instance.reverse_id if var.synchronizations[key].two_way != null }
}

output "instance_ids" {
  description = "ID of the DTS instance of each synchronization that was started."
  value       = { for key, instance in dts_synchronization_instance.this : key => instance.id }
}

output "scenarios" {
  description = "Which account owns which database, for each synchronization: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`."
  value       = { for key, task in dts_synchronization_task.this : key => task.scenario }
}

output "failed_precheck_items" {
  description = "Precheck items that did not succeed or that are ignored, by synchronization: code, state, message and repair of each. Empty if all succeeded."
  value       = { for key, task in dts_synchronization_task.this : key => task.failed_precheck_items if length(task.failed_precheck_items) > 0 }
}
