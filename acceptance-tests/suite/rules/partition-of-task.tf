resource "dts_migration_task" "partition_of_task" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = «"cn-hangzhou-finance"|"cn-hangzhou"» # <- here
    instance_id   = "rm-source-orders"
    ...source_login
  }
  ...destination_public
}
