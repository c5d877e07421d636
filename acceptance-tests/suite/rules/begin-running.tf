resource "dts_migration_instance" "begin_running" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.plain.id
  instance_class = "small"
  desired_status = «"suspended"|"running"» # <- here
}
