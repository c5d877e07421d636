resource "dts_migration_task" "triggers_schema" {
  ...task
  migration_types = ["full"]
  ...objects
  triggers = «"auto"|null» # <- here
  ...source
  ...destination
}
