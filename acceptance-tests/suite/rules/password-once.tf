resource "dts_migration_task" "password_once" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    username            = "dts"
    password            = «"source-db-password"|null» # <- here
    password_wo         = "source-db-password"
    password_wo_version = 1
    ...owner
  }
  ...destination
}
