resource "dts_migration_task" "prechecks_ignored" {
  ...task
  ...types
  ...objects
  ...source
  ...destination
  precheck {
    ignore = «["CHECK_SAME_OBJ"]|[]» # <- here
  }
}
