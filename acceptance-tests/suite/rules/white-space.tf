resource "dts_migration_task" "white_space" {
  ...task
  ...types
  ...objects
  resource_group_id = «" rg-orders"|null» # <- here
  ...source
  ...destination
}
