resource "dts_migration_task" "alert_incremental" {
  ...task
  ...types
  ...objects
  alerts {
    on_delay      = «true|null» # <- here
    delay_seconds = «60|null»
  }
  ...source
  ...destination
}
