resource "dts_migration_task" "schema_without_tables" {
  ...task
  migration_types = «["schema", "full"]|["full"]» # <- here
  objects         = { "0" = { all = true } }
  source {
    engine        = "redis"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "r-source-sessions"
    ...source_login
    ...owner
  }
  destination {
    engine        = "redis"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "r-destination-sessions"
    ...destination_login
  }
}
