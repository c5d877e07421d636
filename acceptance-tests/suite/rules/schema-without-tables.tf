resource "dts_migration_task" "schema_without_tables" {
  ...task
  migration_types = «["schema", "full"]|["full"]» # <- here
  objects         = { "0" = { all = true } }
  source {
    engine              = "redis"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "r-source-sessions"
    password_wo         = var.source_password
    password_wo_version = 1
    ...owner
  }
  destination {
    engine              = "redis"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "r-destination-sessions"
    password_wo         = var.destination_password
    password_wo_version = 1
  }
}
