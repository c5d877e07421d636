resource "dts_migration_task" "cross_account_support" {
  ...task
  ...types
  ...objects
  source {
    engine        = «"mysql"|"redis"»
    access_method = "cen" # <- here
    region        = "cn-hangzhou"
    vpc_id        = "vpc-source-orders"
    cen_id        = "cen-source-orders"
    host          = "192.168.0.11"
    port          = 6379
    ...source_login
    ...owner
  }
  ...destination
}
