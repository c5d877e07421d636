resource "dts_tencent_migration_task" "tencent_consistency" {
  ...tencent_task
  consistency {
    method      = «"data_check"|"sample_data_check"»
    sample_rate = 20 # <- here
  }
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
