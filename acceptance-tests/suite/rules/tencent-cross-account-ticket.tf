resource "dts_tencent_migration_task" "tencent_cross_account_ticket" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = «"redis"|"mysql"» # <- here
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-src00001"
    ...source_login
    ...tencent_owner
  }
  destination {
    engine      = «"redis"|"mysql"»
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    ...tencent_login
  }
}
