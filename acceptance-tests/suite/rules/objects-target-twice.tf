# path: objects["orders"]
resource "dts_migration_task" "objects_target_twice" {
  ...task
  ...types
  objects = {
    orders = { # <- here
      tables = {
        customers = {}
        orders    = { rename = «"customers"|"purchases"» }
      }
    }
  }
  ...source
  ...destination
}
