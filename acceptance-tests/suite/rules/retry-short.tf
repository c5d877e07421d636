resource "dts_migration_task" "retry_short" {
  ...task
  ...types
  ...objects
  retry {
    connection_minutes = «20|30» # <- here
  }
  ...source
  ...destination
}
