resource "dts_tencent_migration_task" "tencent_endpoint_missing" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "vpc" # <- here
    region      = "ap-guangzhou"
    node_type   = "simple"
    host        = "10.0.0.10"
    port        = 3306
    vpc_id      = "vpc-1"
    subnet_id   = «null|"subnet-1"»
    ...source_login
  }
  ...tencent_destination
}
