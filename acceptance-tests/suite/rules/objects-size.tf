resource "dts_migration_task" "objects_size" {
  ...task
  ...types
  objects = { # <- here
    orders = {
      tables = {
        customers = {
          filter = «"name <> '«1048576×x»'"|"id > 1"»
        }
      }
    }
  }
  ...source
  ...destination
}
