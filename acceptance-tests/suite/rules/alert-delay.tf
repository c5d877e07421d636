resource "dts_migration_task" "alert_delay" {
  ...task
  ...types
  ...objects
  alerts {
    on_delay = «true|false» # <- here
  }
  ...source
  ...destination
}
