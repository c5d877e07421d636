# path: source.password_wo
resource "dts_migration_task" "password_missing" {
  ...task
  ...types
  ...objects
  source { # <- here
    engine        = «?"mysql"»
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = "rm-source-orders"
    username      = "dts"
    «|password      = "source-db-password"»
    ...owner
  }
  ...destination
}
