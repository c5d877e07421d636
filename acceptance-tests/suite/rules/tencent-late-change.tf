resource "dts_tencent_migration_task" "tencent_late_change" {
  ...tencent_bought
  on_destroy       = "stop"
  migrate_accounts = «true|false|false» # <- here
  ...tencent_objects
  ...tencent_own_source
  ...tencent_destination
}

...tencent_instance
