resource "dts_migration_task" "known_word" {
  ...task
  ...types
  ...objects
  conflict_mode = «"overwrite"|"ignore"» # <- here
  ...source
  ...destination
}
