output "roles" {
  description = "The roles that were made here, by the part their owner plays: name, ARN and trust document."
  value = {
    for part, role in { source = dts_ram_role_trust.source, destination = dts_ram_role_trust.destination } :
    part => { name = role[0].role_name, arn = role[0].arn, trust_policy = jsondecode(role[0].trust_policy) } if length(role) > 0
  }

  # Here and not at the roles: Terraform looks at a resource's own postconditions also when it could not be made.
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
  description = "The DTS job of each migration."
  value       = { for key, task in dts_migration_task.this : key => task.id }
}

output "instance_ids" {
  description = "The DTS instance of each migration that was started."
  value       = { for key, instance in dts_migration_instance.this : key => instance.id }
}

output "scenarios" {
  description = "Who owns what, for each migration: `same_account`, `cross_account_source`, `cross_account_destination` or `cross_account_both`."
  value       = { for key, task in dts_migration_task.this : key => task.scenario }
}

output "precheck_items" {
  description = "What the precheck of each migration looked at, and what it found."
  value       = { for key, task in dts_migration_task.this : key => { for item in task.precheck_items : item.code => item.state } }
}
