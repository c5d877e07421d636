resource "dts_migration_task" "full_without_schema" {
  ...task
  migration_types = «["full"]|["schema", "full"]» # <- here
  ...objects
  ...source
  ...destination
}
