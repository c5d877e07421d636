resource "dts_tencent_migration_task" "tencent_job_id" {
  provider = dts.tencent_target
  instance_id = «"1ewjspuw"|"dts-1ewjspuw"» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
