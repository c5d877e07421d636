resource "dts_tencent_migration_task" "tencent_option_engine" {
  ...tencent_task
  migration_way = «"logical"|null» # <- here
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
