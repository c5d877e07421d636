resource "dts_migration_task" "retry_order" {
  ...task
  ...types
  ...objects
  retry {
    connection_minutes = 30
    other_minutes      = «30|29» # <- here
  }
  ...source
  ...destination
}
