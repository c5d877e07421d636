resource "dts_tencent_migration_task" "tencent_timed" {
  ...tencent_task
  run_mode = "timed" # <- here
  start_at = «null|"2030-01-31T20:00:00+08:00"»
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
