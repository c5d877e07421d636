# path: destination.cross_account.account_id
resource "dts_synchronization_task" "two_way_owners" {
  ...task
  initial_phases = ["schema", "full"]
  ...objects
  two_way {}
  ...source
  destination {
    ...destination_instance
    ...destination_login
    cross_account {
      account_id = «"1234567890123456"|"3456789012345678"» # <- here
      role_name  = "ram-for-dts"
    }
  }
}
