resource "dts_migration_instance" "class_lowered" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.class_lowered.id
  instance_class = «"small"|"large"|"medium"» # <- here
  on_destroy     = "stop_and_release"
}

resource "dts_migration_task" "class_lowered" {
  ...task
  ...following
  ...objects
  ...source
  ...destination
}
