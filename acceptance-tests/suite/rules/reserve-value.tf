# path: reserve["conflict"]
resource "dts_migration_task" "reserve_value" {
  ...task
  ...types
  ...objects
  reserve = «{ conflict = "merge" }|{ conflict = "ignore" }» # <- here
  ...source
  ...destination
}
