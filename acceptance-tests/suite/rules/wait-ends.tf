resource "dts_migration_instance" "wait_ends" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.plain.id
  instance_class = "small"
  wait_for       = «"caught_up"|"finished"» # <- here
}
