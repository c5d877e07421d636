resource "dts_tencent_migration_task" "tencent_change_in_status" {
  ...tencent_bought
  migration_type = "full"
  wait_for       = "finished"
  rate_limit {
    dump_threads = «4|2|2» # <- here
  }
  ...tencent_objects
  ...tencent_own_source
  ...tencent_destination
}

...tencent_instance
