resource "dts_synchronization_task" "two_way_regions" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  two_way {}
  source {
    ...source_instance
    ...source_login
  }
  destination {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = «"ap-southeast-1"|"cn-shanghai"» # <- here
    instance_id   = "rm-destination-orders"
    ...destination_login
  }
}
