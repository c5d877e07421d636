resource "dts_migration_task" "password_version_alone" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    username            = "dts"
    password            = "source-db-password"
    password_wo_version = «1|null» # <- here
    ...owner
  }
  ...destination
}
