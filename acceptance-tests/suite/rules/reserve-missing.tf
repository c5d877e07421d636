resource "dts_migration_task" "reserve_missing" {
  ...task
  migration_types = ["full"]
  ...objects
  reserve = «null|{ destTopic = "events" }»
  ...source
  destination {
    engine        = «?"kafka"» # <- here
    access_method = "ecs"
    region        = "cn-hangzhou"
    instance_id   = "i-destination-events"
    port          = 9092
    ...destination_login
  }
}
