resource "dts_migration_task" "region_format" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = «"cn_hangzhou"|"cn-hangzhou"» # <- here
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
