resource "dts_migration_task" "events_mysql" {
  ...task
  ...types
  ...objects
  migrate_events = «true|false» # <- here
  source {
    engine        = "mariadb"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "rm-source-wiki"
    ...source_login
    ...owner
  }
  ...destination
}
