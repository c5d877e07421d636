resource "dts_tencent_migration_task" "tencent_wait" {
  ...tencent_task
  migration_type = "full"
  wait_for       = «"caught_up"|"finished"» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
