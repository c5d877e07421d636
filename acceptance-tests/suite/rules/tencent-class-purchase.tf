resource "dts_tencent_migration_instance" "tencent_class_purchase" {
  provider           = dts.tencent_target
  name               = "tencent-class-purchase"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = «"micro"|"small"» # <- here
}
