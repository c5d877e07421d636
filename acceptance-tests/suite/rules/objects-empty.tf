resource "dts_migration_task" "objects_empty" {
  ...task
  ...types
  objects = «{}|{ orders = {} }» # <- here
  ...source
  ...destination
}
