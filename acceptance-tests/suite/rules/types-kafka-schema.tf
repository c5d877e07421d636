resource "dts_migration_task" "types_kafka_schema" {
  ...task
  migration_types = «["schema", "full"]|["full"]» # <- here
  ...objects
  reserve = { destTopic = "events" }
  ...source
  destination {
    engine        = "kafka"
    access_method = "ecs"
    region        = "cn-hangzhou"
    instance_id   = "i-destination-events"
    port          = 9092
    ...destination_login
  }
}
