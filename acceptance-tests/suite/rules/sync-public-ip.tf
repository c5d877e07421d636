resource "dts_synchronization_task" "sync_public_ip" {
  ...task
  initial_phases = ["schema", "full"]
  objects        = { orders = { all = true, rename = "sync_public_ip" } }
  source {
    engine        = "mysql"
    access_method = «"public_ip"|"express_connect"» # <- here
    region        = "cn-hangzhou"
    host          = "203.0.113.10"
    port          = 3306
    vpc_id        = «null|"vpc-source-orders"»
    ...source_login
  }
  ...destination
}
