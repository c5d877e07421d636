resource "dts_tencent_migration_task" "tencent_cross_account_side" {
  ...tencent_task
  ...tencent_objects
  «destination|source» {
    ...tencent_source_instance
    ...source_login
    cross_account {
      account_id = «?"700000000001"» # <- here
      role_name  = «?"dts-role"»
    }
  }
  «source|destination» {
    ...tencent_destination_instance
    ...tencent_login
  }
}
