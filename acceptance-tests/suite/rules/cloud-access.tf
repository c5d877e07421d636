resource "dts_migration_task" "cloud_access" {
  ...task
  ...types
  ...objects
  source {
    engine        = «?"oracle"»
    «access_method = "alibaba_cloud_instance" # <- here|access_method = "ecs"
    port          = 1521»
    region        = "cn-hangzhou"
    instance_id   = "i-source-erp"
    oracle_sid    = "ORCL"
    ...source_login
  }
  ...destination
}
