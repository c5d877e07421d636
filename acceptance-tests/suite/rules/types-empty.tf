resource "dts_migration_task" "types_empty" {
  ...task
  migration_types = «[]|["full"]» # <- here
  ...objects
  ...source
  ...destination
}
