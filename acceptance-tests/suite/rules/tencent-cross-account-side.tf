# path: destination.cross_account.account_id
resource "dts_tencent_migration_task" "tencent_cross_account_side" {
  ...tencent_task
  ...tencent_objects
  ...tencent_source
  destination { # <- here
    ...tencent_destination_instance
    ...tencent_login
    dynamic "cross_account" {
      for_each = «[1]|[]»
      content {
        account_id = "700000000001"
        role_name  = "dts-role"
      }
    }
  }
}
