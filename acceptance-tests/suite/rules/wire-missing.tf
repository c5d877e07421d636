resource "dts_migration_task" "wire_missing" {
  ...task
  ...types
  ...objects
  source {
    engine        = «"oceanbase_mysql"|"mysql"»
    access_method = "ecs" # <- here
    region        = "cn-hangzhou"
    instance_id   = "i-source-orders"
    port          = 3306
    ...source_login
  }
  ...destination
}
