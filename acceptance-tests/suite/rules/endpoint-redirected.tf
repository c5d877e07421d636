resource "dts_migration_task" "endpoint_redirected" {
  ...task
  ...following
  ...objects
  source {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = "cn-hangzhou"
    instance_id   = «"rm-source-stores"|"rm-source-orders"|"rm-source-orders"» # <- here
    ...source_login
    ...owner
  }
  ...destination
}

resource "dts_migration_instance" "endpoint_redirected" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.endpoint_redirected.id
  instance_class = "small"
  on_destroy     = "stop_and_release"
}
