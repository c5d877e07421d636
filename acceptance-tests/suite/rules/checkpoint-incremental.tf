resource "dts_migration_task" "checkpoint_incremental" {
  ...task
  ...types
  ...objects
  checkpoint = «1700000000|null» # <- here
  ...source
  ...destination
}
