resource "dts_migration_task" "tables_without_key" {
  ...task
  migration_types = «["schema", "full"]|["schema"]» # <- here
  ...objects
  ...source
  ...destination
}
