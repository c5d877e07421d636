resource "dts_tencent_migration_task" "tencent_node_type" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = «"replicaset"|"simple"» # <- here
    instance_id = "cdb-src00001"
    ...source_login
    ...tencent_owner
  }
  ...tencent_destination
}
