resource "dts_migration_instance" "du_left" {
  provider = dts.destination_owner
  task_id  = dts_migration_task.cluster.id
  du       = «31|30» # <- here
}
