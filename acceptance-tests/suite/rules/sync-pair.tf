resource "dts_synchronization_task" "sync_pair" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  ...source
  destination {
    engine        = «"postgresql"|"mysql"» # <- here
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "pgm-destination-billing"
    database      = «"billing"|null»
    ...destination_login
  }
}
