resource "dts_tencent_migration_instance" "tencent_source_engine" {
  provider           = dts.tencent_target
  name               = "tencent-source-engine"
  source_engine      = «"mysq"|"mysql"» # <- here
  destination_engine = "mysql"
  instance_class     = "small"
}
