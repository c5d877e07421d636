resource "dts_migration_task" "engine_known" {
  ...task
  ...types
  ...objects
  source {
    engine        = «"MySQL"|"mysql"» # <- here
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
