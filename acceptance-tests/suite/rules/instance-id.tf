resource "dts_migration_task" "instance_id" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = «"rm-source-orders.mysql.rds.aliyuncs.com"|"rm-source-orders"» # <- here
    ...source_login
    ...owner
  }
  ...destination
}
