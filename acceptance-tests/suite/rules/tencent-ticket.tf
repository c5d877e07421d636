resource "dts_tencent_migration_instance" "tencent_ticket" {
  provider           = dts.tencent_target
  name               = "tencent-ticket"
  source_engine      = «"redis"|"mysql"» # <- here
  destination_engine = «"redis"|"mysql"»
  instance_class     = "small"
}
