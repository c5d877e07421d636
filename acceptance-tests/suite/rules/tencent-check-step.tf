resource "dts_tencent_migration_task" "tencent_check_step" {
  ...tencent_task
  check {
    skip = [«"optimizecheck"|"OptimizeCheck"»] # <- here
  }
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
