resource "dts_migration_task" "access_method_known" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = «"rds"|"alibaba_cloud_instance"» # <- here
    region        = "cn-hangzhou"
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
