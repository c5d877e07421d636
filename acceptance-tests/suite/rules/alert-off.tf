resource "dts_migration_task" "alert_off" {
  ...task
  ...types
  ...objects
  alerts {
    on_failure     = «false|true»
    failure_phones = ["13800000000"] # <- here
  }
  ...source
  ...destination
}
