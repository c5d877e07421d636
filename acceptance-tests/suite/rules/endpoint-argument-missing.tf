# path: source.region
resource "dts_migration_task" "endpoint_argument_missing" {
  ...task
  ...types
  ...objects
  source { # <- here
    engine        = "mysql"
    access_method = «?"alibaba_cloud_instance"»
    «|region        = "cn-hangzhou"»
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
