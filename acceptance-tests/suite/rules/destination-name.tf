# path: objects["orders"]
resource "dts_migration_task" "destination_name" {
  ...task
  ...types
  objects = {
    orders = { all = true, rename = «"orders 2026"|"orders_2026"» } # <- here
  }
  ...source
  ...destination
}
