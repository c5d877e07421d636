resource "dts_migration_task" "incremental_runs_on" {
  ...task
  migration_types = «["schema", "full", "incremental"]|["schema", "full"]» # <- here
  ...objects
  ...source
  ...destination
}
