resource "dts_migration_task" "objects_json" {
  ...task
  ...types
  objects_json = «"{}"|"{\"orders\":{\"name\":\"orders\",\"all\":true}}"» # <- here
  ...source
  ...destination
}
