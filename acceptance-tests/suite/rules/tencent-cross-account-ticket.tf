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
  ...tencent_destination
}
