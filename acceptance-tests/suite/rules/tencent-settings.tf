resource "dts_tencent_migration_task" "tencent_settings" {
  ...tencent_task
  settings = «{ ticdc_kafka_password = "overwrite" }|{ DstWriteMode = "overwrite" }» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
