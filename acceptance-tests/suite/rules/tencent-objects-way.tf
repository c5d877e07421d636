resource "dts_tencent_migration_task" "tencent_objects_way" {
  ...tencent_task
  objects {
    all       = «true|null» # <- here
    databases = { orders = { all = true } }
  }
  ...tencent_source
  ...tencent_destination
}
