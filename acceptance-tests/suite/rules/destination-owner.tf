resource "dts_migration_task" "destination_owner" {
  provider = dts.source_owner
  name     = "destination-owner"
  ...types
  ...objects
  source {
    ...source_instance
    ...source_login
  }
  destination {
    engine        = «"polardb_mysql"|"mysql"» # <- here
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "pc-destination-orders"
    ...destination_login
    cross_account {
      account_id = "2345678901234567"
      role_name  = "ram-for-dts"
    }
  }
}
