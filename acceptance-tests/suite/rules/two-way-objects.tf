# path: two_way.on_conflict
resource "dts_synchronization_task" "two_way_objects" {
  ...task
  initial_phases = ["schema", "full"]
  objects        = { orders = { tables = { orders = «{ filter = "id > 7" }|{}» } } }
  two_way {
    on_conflict = "fail" # <- here
  }
  source {
    ...source_instance
    ...source_login
  }
  ...destination
}
