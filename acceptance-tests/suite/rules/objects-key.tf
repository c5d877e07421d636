# path: objects["orders"]
resource "dts_migration_task" "objects_key" {
  ...task
  ...types
  objects = {
    orders = «{ tabels = { customers = {} } }|{ tables = { customers = {} } }» # <- here
  }
  ...source
  ...destination
}
