# path: objects["orders"]
resource "dts_migration_task" "same_database" {
  ...task
  ...types
  conflict_mode = "ignore"
  objects = {
    orders = { all = true, rename = «"orders"|"orders_copy"» } # <- here
  }
  source {
    ...destination_instance
    ...destination_login
  }
  ...destination
}
