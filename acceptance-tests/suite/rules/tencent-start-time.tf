resource "dts_tencent_migration_task" "tencent_start_time" {
  ...tencent_task
  run_mode = "timed"
  start_at = «"2030-01-31 20:00:00"|"2030-01-31T20:00:00+08:00"» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
