resource "dts_tencent_migration_task" "tencent_endpoint_extra" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-src00001"
    host        = «"10.0.0.10"|null» # <- here
    ...source_login
    ...tencent_owner
  }
  ...tencent_destination
}
