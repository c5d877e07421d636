resource "dts_migration_instance" "group_kept" {
  provider          = dts.destination_owner
  task_id           = dts_migration_task.group_kept.id
  instance_class    = "small"
  resource_group_id = «"rg-second"|"rg-first"|"rg-first"» # <- here
  on_destroy        = "stop_and_release"
}

resource "dts_migration_task" "group_kept" {
  ...task
  ...following
  ...objects
  ...source
  ...destination
}
