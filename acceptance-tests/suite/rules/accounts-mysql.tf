resource "dts_migration_task" "accounts_mysql" {
  ...task
  ...types
  ...objects
  migrate_accounts = «true|false» # <- here
  source {
    engine        = "polardb_mysql"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "pc-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
