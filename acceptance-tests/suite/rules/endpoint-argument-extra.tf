resource "dts_migration_task" "endpoint_argument_extra" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    host = «"192.168.0.10"|null» # <- here
    ...source_login
    ...owner
  }
  ...destination
}
