resource "dts_migration_task" "engine_side" {
  ...task
  ...types
  ...objects
  source {
    engine        = «"selectdb"|"mysql"» # <- here
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
