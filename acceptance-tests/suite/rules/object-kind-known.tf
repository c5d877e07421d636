# path: objects["orders"].other_objects
resource "dts_migration_task" "object_kind_known" { # <- here
  ...task
  ...types
  objects = {
    orders = {
      other_objects = «{ view = { totals = "totals" } }|{ views = { totals = "totals" } }»
    }
  }
  ...source
  ...destination
}
