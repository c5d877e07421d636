resource "dts_tencent_migration_task" "tencent_engine_pair" {
  ...tencent_task
  ...tencent_objects
  ...tencent_source
  destination {
    engine      = «"postgresql"|"mysql"» # <- here
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    ...tencent_login
  }
}
