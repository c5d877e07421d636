resource "dts_migration_task" "vpc_id" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "express_connect"
    region        = "cn-hangzhou"
    vpc_id        = «"source-orders"|"vpc-source-orders"» # <- here
    host          = "192.168.0.10"
    port          = 3306
    ...source_login
    ...owner
  }
  ...destination
}
