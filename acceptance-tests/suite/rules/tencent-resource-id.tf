resource "dts_tencent_migration_task" "tencent_resource_id" {
  ...tencent_task
  ...tencent_objects
  source {
    engine      = "mysql"
    access_type = "vpc"
    region      = "ap-guangzhou"
    node_type   = "simple"
    host        = "10.0.0.10"
    port        = 3306
    vpc_id      = «"subnet-2"|"vpc-1"» # <- here
    subnet_id   = "subnet-1"
    ...source_login
  }
  ...tencent_destination
}
