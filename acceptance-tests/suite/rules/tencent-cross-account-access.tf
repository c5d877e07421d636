resource "dts_tencent_migration_task" "tencent_cross_account_access" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = «"extranet"|"cdb"» # <- here
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = «null|"cdb-src00001"»
    host        = «"198.51.100.7"|null»
    port        = «3306|null»
    ...source_login
    ...tencent_owner
  }
  ...tencent_destination
}
