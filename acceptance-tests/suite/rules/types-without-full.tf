resource "dts_migration_task" "types_without_full" {
  ...task
  migration_types = «["schema", "incremental"]|["schema", "full", "incremental"]» # <- here
  ...objects
  ...source
  ...destination
}
