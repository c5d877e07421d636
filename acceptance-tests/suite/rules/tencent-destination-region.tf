resource "dts_tencent_migration_task" "tencent_destination_region" {
  ...tencent_task
  ...tencent_objects
  ...tencent_source
  destination {
    engine      = "mysql"
    access_type = "cdb"
    region      = «"ap-shanghai"|"ap-guangzhou"» # <- here
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    ...tencent_login
  }
}
