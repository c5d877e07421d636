resource "dts_tencent_migration_task" "tencent_objects_databases" {
  ...tencent_task
  objects {
    databases = «{ orders = { al = true } }|{ orders = { all = true } }» # <- here
  }
  ...tencent_source
  ...tencent_destination
}
