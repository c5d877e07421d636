resource "dts_tencent_migration_task" "tencent_desired_status" {
  ...tencent_bought
  on_destroy     = "stop"
  desired_status = «"checked"|"running"|"running"» # <- here
  ...tencent_objects
  ...tencent_own_source
  ...tencent_destination
}

...tencent_instance
