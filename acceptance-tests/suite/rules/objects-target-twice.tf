resource "dts_migration_task" "objects_target_twice" {
  ...task
  ...types
  objects = { # <- here
    orders = {
      tables = {
        customers = {}
        orders    = { rename = «"customers"|"purchases"» }
      }
    }
  }
  ...source
  ...destination
}
