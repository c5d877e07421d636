resource "dts_migration_task" "late_change" {
  ...task
  ...following
  conflict_mode = «"ignore"|"report"|"report"» # <- here
  ...objects
  ...source
  ...destination
}

resource "dts_migration_instance" "late_change" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.late_change.id
  instance_class = "small"
  on_destroy     = "stop_and_release"
}
