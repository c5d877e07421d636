resource "dts_tencent_migration_task" "tencent_auto_retry" {
  ...tencent_task
  auto_retry_minutes = «4|5» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
