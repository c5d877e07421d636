resource "dts_migration_task" "wire_extra" {
  ...task
  ...types
  ...objects
  source {
    engine        = «"mysql"|"oceanbase_mysql"»
    access_method = "ecs" # <- here
    region        = "cn-hangzhou"
    instance_id   = "i-source-orders"
    port          = 3306
    ...source_login
    wire {
      engine        = "OCEANBASE"
      instance_type = "ECS"
    }
  }
  ...destination
}
