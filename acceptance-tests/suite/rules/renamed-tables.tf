resource "dts_migration_task" "renamed_tables" {
  ...task
  ...types
  objects = { # <- here
    orders = {
      tables = {
        orders = { rename = «"purchases"|null» }
        «1000×t# = {}, »
      }
    }
  }
  ...source
  ...destination
}
