resource "dts_synchronization_task" "two_way_cloud" {
  ...task
  initial_phases = ["full"]
  ...objects
  two_way {
    on_conflict = "ignore"
  }
  source {
    engine           = "mongodb"
    access_method    = «"ecs"|"alibaba_cloud_instance"» # <- here
    region           = "cn-hangzhou"
    instance_id      = «"i-source-orders"|"dds-source-orders"»
    port             = «3717|null»
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
    mongodb_topology = "replica_set"
    ...destination_login
  }
}
