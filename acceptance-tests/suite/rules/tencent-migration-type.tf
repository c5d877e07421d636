resource "dts_tencent_migration_task" "tencent_migration_type" {
  ...tencent_task
  migration_type = «"full"|"full_and_increment"» # <- here
  ...tencent_objects
  source {
    engine      = "redis"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "crs-src00001"
    ...source_login
  }
  destination {
    engine      = "redis"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    ...tencent_login
  }
}
