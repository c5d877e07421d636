resource "dts_migration_task" "cross_account_public_ip" {
  ...task
  ...types
  ...objects
  source {
    engine        = «?"mysql"»
    «access_method = "public_ip" # <- here|access_method = "express_connect"
    vpc_id        = "vpc-source-orders"»
    region        = "cn-hangzhou"
    host          = "203.0.113.10"
    port          = 3306
    ...source_login
    ...owner
  }
  ...destination
}
