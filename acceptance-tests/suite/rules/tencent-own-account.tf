resource "dts_tencent_migration_task" "tencent_own_account" {
  ...tencent_task
  ...tencent_objects
  source {
    ...tencent_source_instance
    ...source_login
    cross_account {
      account_id = «"700000000002"|"700000000001"» # <- here
      role_name  = "dts-role"
    }
  }
  ...tencent_destination
}
