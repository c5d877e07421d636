resource "dts_migration_task" "plaintext_connection" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    encryption = «"none"|"ssl"» # <- here
    ...source_login
    ...owner
  }
  destination {
    ...destination_instance
    encryption = "ssl"
    ...destination_login
  }
}
