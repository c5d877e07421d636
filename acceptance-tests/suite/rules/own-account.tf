resource "dts_migration_task" "own_account" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    ...source_login
    cross_account {
      account_id = «"2345678901234567"|"1234567890123456"» # <- here
      role_name  = "ram-for-dts"
    }
  }
  ...destination
}
