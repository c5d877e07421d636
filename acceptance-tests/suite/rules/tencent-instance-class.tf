resource "dts_tencent_migration_instance" "tencent_instance_class" {
  provider           = dts.tencent_target
  name               = "tencent-instance-class"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = «"mediun"|"medium"» # <- here
}
