resource "dts_tencent_migration_instance" "tencent_destination_engine" {
  provider           = dts.tencent_target
  name               = "tencent-destination-engine"
  source_engine      = "mysql"
  destination_engine = «"MySQL"|"mysql"» # <- here
  instance_class     = "small"
}
