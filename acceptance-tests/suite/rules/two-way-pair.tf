resource "dts_synchronization_task" "two_way_pair" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  two_way {}
  source {
    ...source_instance
    ...source_login
  }
  destination {
    engine        = «"analyticdb_mysql"|"mysql"» # <- here
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "rm-destination-orders"
    ...destination_login
  }
}
