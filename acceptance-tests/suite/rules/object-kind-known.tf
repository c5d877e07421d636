# path: objects["orders"]
resource "dts_migration_task" "object_kind_known" {
  ...task
  ...types
  objects = {
    orders = «{ other_objects = { view = { totals = "totals" } } }|{ other_objects = { views = { totals = "totals" } } }» # <- here
  }
  ...source
  ...destination
}
