resource "dts_migration_task" "triggers_incremental" {
  ...task
  ...types
  triggers = «"auto"|null» # <- here
  ...objects
  ...source
  ...destination
}
