resource "dts_migration_task" "element_not_null" {
  ...task
  migration_types = «["schema", null, "full"]|["schema", "full"]» # <- here
  ...objects
  ...source
  ...destination
}
