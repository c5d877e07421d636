resource "dts_migration_task" "objects_once" {
  ...task
  ...types
  ...objects
  objects_json = «"{\"orders\":{\"name\":\"orders\",\"all\":true}}"|null» # <- here
  ...source
  ...destination
}
