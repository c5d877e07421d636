resource "dts_tencent_migration_task" "tencent_foreign_keys" {
  ...tencent_task
  check {
    skip         = «["OptimizeCheck"]|["ConstraintCheck"]»
    foreign_keys = "shield" # <- here
  }
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
