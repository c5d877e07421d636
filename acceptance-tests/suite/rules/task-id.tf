resource "dts_migration_instance" "task_id" {
  provider       = dts.destination_owner
  task_id        = «"dtsi03e3zty16i1234"|dts_migration_task.plain.id» # <- here
  instance_class = "small"
}
