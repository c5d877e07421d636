resource "dts_migration_task" "required_not_null" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    ...source_login
    cross_account {
      account_id = «null|"1234567890123456"» # <- here
      role_name  = "ram-for-dts"
    }
  }
  ...destination
}
