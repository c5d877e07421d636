resource "dts_migration_task" "ssl_access" {
  ...task
  ...types
  ...objects
  ...source
  destination {
    engine        = "mysql"
    access_method = "express_connect"
    region        = "cn-hangzhou"
    vpc_id        = "vpc-destination-orders"
    host          = "192.168.1.10"
    port          = 3306
    encryption    = «"ssl"|"none"» # <- here
    ...destination_login
  }
}
