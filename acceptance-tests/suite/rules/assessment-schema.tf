resource "dts_migration_task" "assessment_schema" {
  ...task
  migration_types = ["full"]
  ...objects
  assessment = «true|false» # <- here
  ...source
  ...destination
}
