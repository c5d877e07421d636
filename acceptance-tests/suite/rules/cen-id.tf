resource "dts_migration_task" "cen_id" {
  ...task
  ...types
  ...objects
  source {
    engine        = "redis"
    access_method = "cen"
    region        = "cn-hangzhou"
    vpc_id        = "vpc-source-orders"
    cen_id        = «"vpc-source-orders"|"cen-source-orders"» # <- here
    host          = "192.168.0.11"
    port          = 6379
    ...source_login
    ...owner
  }
  ...destination
}
