resource "dts_tencent_migration_task" "tencent_advanced_objects" {
  ...tencent_task
  objects {
    all              = true
    advanced_objects = ["trigger"] # <- here
  }
  source {
    engine      = «"postgresql"|"mysql"»
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-src00001"
    ...source_login
    ...tencent_owner
  }
  destination {
    engine      = «"postgresql"|"mysql"»
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    ...tencent_login
  }
}
