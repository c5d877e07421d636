resource "dts_migration_instance" "du_off_cluster" {
  provider = dts.destination_owner
  task_id  = «?dts_migration_task.plain.id»
  «du = 1 # <- here|instance_class = "small"»
}
