resource "dts_migration_task" "scram_kafka" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    encryption = «"scram_sha_256"|"ssl"» # <- here
    ...source_login
    ...owner
  }
  ...destination
}
