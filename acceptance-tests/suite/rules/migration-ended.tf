resource "dts_migration_instance" "migration_ended" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.migration_ended.id
  instance_class = "small"
  wait_for       = "finished"
  desired_status = «"suspended"|"running"|"running"» # <- here
}

resource "dts_migration_task" "migration_ended" {
  ...task
  ...types
  ...objects
  ...source
  ...destination
}
