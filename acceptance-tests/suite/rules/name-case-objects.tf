resource "dts_migration_task" "name_case_objects" {
  ...task
  ...types
  object_name_case = «"upper"|"dts_default"» # <- here
  objects = {
    orders = {
      other_objects = { views = { totals = "totals" } }
    }
  }
  ...source
  ...destination
}
