# path: objects["orders"]
resource "dts_migration_task" "filter_format" {
  ...task
  ...types
  objects = {
    orders = «{ tables = { customers = { filter = "WHERE id > 1" } } }|{ tables = { customers = { filter = "id > 1" } } }» # <- here
  }
  ...source
  ...destination
}
