resource "dts_migration_task" "precheck_ignorable" {
  ...task
  ...types
  ...objects
  precheck {
    ignore = [«"CHECK_CONN_SRC"|"CHECK_SAME_OBJ"»] # <- here
  }
  ...source
  ...destination
}
