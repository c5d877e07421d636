resource "dts_tencent_migration_task" "tencent_table_pattern" {
  ...tencent_task
  skip_ddl_errors {
    tables      = «["orders"]|["orders.*"]» # <- here
    error_codes = [1060]
  }
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
