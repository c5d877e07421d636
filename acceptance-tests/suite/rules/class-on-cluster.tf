resource "dts_migration_instance" "class_on_cluster" {
  provider = dts.destination_owner
  task_id  = «?dts_migration_task.cluster.id»
  «instance_class = "small" # <- here|du = 1»
}
