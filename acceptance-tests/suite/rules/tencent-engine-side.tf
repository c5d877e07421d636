resource "dts_tencent_migration_task" "tencent_engine_side" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = «"tendis"|"redis"» # <- here
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
