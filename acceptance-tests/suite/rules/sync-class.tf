resource "dts_synchronization_instance" "sync_class" {
  provider       = dts.destination_owner
  task_id        = dts_synchronization_task.sync_class.id
  instance_class = «"micro"|"small"» # <- here
  on_destroy     = "stop_and_release"
}

resource "dts_synchronization_task" "sync_class" {
  ...task
  initial_phases = ["schema", "full"]
  objects        = { orders = { all = true, rename = "sync_class" } }
  ...source
  ...destination
}
