resource "dts_migration_task" "api_value_unconfirmed" {
  ...task
  ...types
  ...objects
  heartbeat = «"keep"|null» # <- here
  ...source
  ...destination
}
