output "role_arn" {
  description = "ARN of the role in the source owner's account."
  value       = dts_cam_role_trust.source.arn
}

output "policy_document" {
  description = "The policy that lets the sub-account assume this role."
  value       = dts_cam_assume_role_grant.operator.policy_document
}

output "job_id" {
  description = "ID of the migration job."
  value       = dts_tencent_migration_instance.orders.id
}

output "failed_check_steps" {
  description = "Steps of the check that did not pass."
  value       = dts_tencent_migration_task.orders.failed_check_steps
}

output "caught_up" {
  description = "Whether the destination has caught up, so that you can cut over."
  value       = dts_tencent_migration_task.orders.caught_up
}
