output "role" {
  description = "Name and ARN of the role that the module created; null if it created none."
  value       = one([for role in dts_cam_role_trust.source : { name = role.role_name, arn = role.arn }])

  # This check is here and not in the role, because Terraform also evaluates the postconditions of a resource whose create failed.
  precondition {
    condition     = alltrue([for role in dts_cam_role_trust.source : role.account_id == var.accounts.source])
    error_message = "The provider passed as dts.source_owner works in account ${join(", ", dts_cam_role_trust.source[*].account_id)}, but the source databases belong to ${var.accounts.source}."
  }
}

output "job_ids" {
  description = "ID of the DTS job of each migration."
  value       = { for key, instance in dts_tencent_migration_instance.this : key => instance.id }
}

output "caught_up" {
  description = "Whether the destination of each migration has caught up, so that you can cut over."
  value       = { for key, task in dts_tencent_migration_task.this : key => task.caught_up }
}

output "is_cross_account" {
  description = "Whether the source of each migration belongs to another account."
  value       = { for key, task in dts_tencent_migration_task.this : key => task.is_cross_account }
}

output "failed_check_steps" {
  description = "Steps of the check that did not pass or that are skipped, by migration. Empty if all passed."
  value       = { for key, task in dts_tencent_migration_task.this : key => task.failed_check_steps if length(task.failed_check_steps) > 0 }
}
