resource "dts_migration_task" "objects_json" {
  ...task
  ...types
  objects_json = «"{\"orders\":{},\"orders\":{}}"|"{\"orders\":{\"name\":\"orders\",\"all\":true}}"» # <- here
  ...source
  ...destination
}
