resource "dts_tencent_migration_task" "tencent_begin_status" {
  ...tencent_task
  desired_status = «"paused"|"checked"» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
