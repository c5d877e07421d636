resource "dts_migration_task" "alert_phones" {
  ...task
  ...types
  ...objects
  alerts {
    on_failure     = true
    failure_phones = [«"+8613800000000"|"13800000000"»] # <- here
  }
  ...source
  ...destination
}
