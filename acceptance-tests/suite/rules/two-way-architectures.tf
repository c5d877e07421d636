resource "dts_synchronization_task" "two_way_architectures" {
  ...task
  initial_phases = ["full"]
  ...objects
  two_way {}
  source {
    engine           = "mongodb"
    access_method    = "alibaba_cloud_instance"
    region           = "cn-hangzhou"
    instance_id      = "dds-source-orders"
    database         = "admin"
    mongodb_topology = "replica_set"
    ...source_login
  }
  destination {
    engine           = "mongodb"
    access_method    = "alibaba_cloud_instance"
    region           = "cn-hangzhou"
    instance_id      = "dds-destination-orders"
    database         = "admin"
    mongodb_topology = «"sharded"|"replica_set"» # <- here
    ...destination_login
  }
}
