resource "dts_migration_task" "password_line_break" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    username            = "dts"
    password_wo         = «"from-a-file\n"|"from-a-file"» # <- here
    password_wo_version = 1
    ...owner
  }
  ...destination
}
