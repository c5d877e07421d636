# path: reserve["targetTableMode"]
resource "dts_migration_task" "reserve_key" {
  ...task
  ...types
  ...objects
  reserve = «{ targetTableMode = "2" }|{ filterDDL = "true" }» # <- here
  ...source
  ...destination
}
