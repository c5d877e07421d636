resource "dts_migration_task" "objects_empty" {
  ...task
  ...types
  objects = «{}|{ orders = { all = true } }» # <- here
  ...source
  ...destination
}
