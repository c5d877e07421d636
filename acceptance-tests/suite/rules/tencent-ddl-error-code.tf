resource "dts_tencent_migration_task" "tencent_ddl_error_code" {
  ...tencent_task
  skip_ddl_errors {
    tables      = ["orders.*"]
    error_codes = «[0]|[1060]» # <- here
  }
  ...tencent_objects
  ...tencent_source
  ...tencent_destination
}
