# path: objects["orders"]
resource "dts_migration_task" "objects_type" {
  ...task
  ...types
  objects = {
    orders = «{ tables = ["customers"] }|{ tables = { customers = {} } }» # <- here
  }
  ...source
  ...destination
}
