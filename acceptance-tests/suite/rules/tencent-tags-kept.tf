resource "dts_tencent_migration_instance" "tencent_tags_kept" {
  provider           = dts.tencent_target
  name               = "tencent-tags-kept"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
  tags = { # <- here
    team = «"b"|"a"|"a"»
  }
}
