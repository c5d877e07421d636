resource "dts_tencent_migration_instance" "tencent_job_name" {
  provider           = dts.tencent_target
  name               = «" orders"|"orders"» # <- here
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
}
