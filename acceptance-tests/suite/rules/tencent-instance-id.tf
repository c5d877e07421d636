resource "dts_tencent_migration_task" "tencent_instance_id" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = «"cdb-src00001.sql.tencentcdb.com"|"cdb-src00001"» # <- here
    ...source_login
    ...tencent_owner
  }
  ...tencent_destination
}
