resource "dts_synchronization_task" "sync_cross_border" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  source {
    engine        = "mysql"
    access_method = "public_ip"
    region        = «"ap-southeast-1"|"cn-shanghai"» # <- here
    host          = "203.0.113.10"
    port          = 3306
    ...source_login
  }
  ...destination
}
