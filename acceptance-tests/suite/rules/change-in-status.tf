resource "dts_migration_task" "change_in_status" {
  provider = dts.destination_owner
  name     = «"later"|"change-in-status"|"change-in-status"» # <- here
  ...types
  ...objects
  ...source
  ...destination
}

resource "dts_migration_instance" "change_in_status" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.change_in_status.id
  instance_class = "small"
  wait_for       = "finished"
}
