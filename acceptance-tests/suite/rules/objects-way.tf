# path: objects["orders"]
resource "dts_migration_task" "objects_way" {
  ...task
  ...types
  objects = {
    orders = «{ all = true, tables = { customers = {} } }|{ tables = { customers = {} } }» # <- here
  }
  ...source
  ...destination
}
