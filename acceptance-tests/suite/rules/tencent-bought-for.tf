resource "dts_tencent_migration_task" "tencent_bought_for" {
  ...tencent_bought
  desired_status = "checked"
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "cdb"
    region      = «"ap-shanghai"|"ap-guangzhou"|"ap-guangzhou"» # <- here
    node_type   = "simple"
    instance_id = "cdb-dst00002"
    ...tencent_login
  }
  ...tencent_destination
}

...tencent_instance
