resource "dts_migration_task" "host_format" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "express_connect"
    region        = "cn-hangzhou"
    vpc_id        = "vpc-source-orders"
    host          = «"192.168.0.10:3306"|"192.168.0.10"» # <- here
    port          = 3306
    ...source_login
    ...owner
  }
  ...destination
}
