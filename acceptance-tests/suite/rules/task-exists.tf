resource "dts_migration_instance" "task_exists" {
  provider       = dts.destination_owner
  task_id        = «"i0000000000000000"|dts_migration_task.plain.id» # <- here
  instance_class = "small"
}
