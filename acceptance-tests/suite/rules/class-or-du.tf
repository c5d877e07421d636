resource "dts_migration_instance" "class_or_du" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.plain.id
  instance_class = «null|"small"» # <- here
}
