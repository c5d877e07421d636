resource "dts_synchronization_task" "sync_changes_only" {
  ...task
  initial_phases = «[]|["schema", "full"]» # <- here
  objects        = { orders = { all = true, rename = "sync_changes_only" } }
  ...source
  ...destination
}
