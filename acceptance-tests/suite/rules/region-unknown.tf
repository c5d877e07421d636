resource "dts_migration_task" "region_unknown" {
  ...task
  ...types
  ...objects
  source {
    engine        = "mysql"
    access_method = "public_ip"
    region        = «"cn-atlantis-1"|"cn-hangzhou"» # <- here
    host          = "203.0.113.10"
    port          = 3306
    ...source_login
  }
  ...destination
}
