resource "dts_migration_task" "partitions_mixed" {
  ...task
  ...types
  ...objects
  ...source
  destination {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = «"cn-hangzhou-finance"|"cn-hangzhou"» # <- here
    instance_id   = "rm-destination-orders"
    ...destination_login
  }
}
