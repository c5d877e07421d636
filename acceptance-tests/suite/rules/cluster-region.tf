resource "dts_migration_task" "cluster_region" {
  ...task
  ...types
  ...objects
  dedicated_cluster_id = "dtscluster_destination"
  source {
    engine        = "mysql"
    access_method = "alibaba_cloud_instance"
    region        = «"cn-shanghai"|"cn-hangzhou"» # <- here
    instance_id   = "rm-source-orders"
    ...source_login
    ...owner
  }
  ...destination
}
