# path: objects["orders"]
resource "dts_migration_task" "objects_name" {
  ...task
  ...types
  objects = {
    orders = «{ all = true, rename = "" }|{ all = true, rename = "purchases" }» # <- here
  }
  ...source
  ...destination
}
