resource "dts_migration_task" "cluster_running" {
  ...task
  ...types
  ...objects
  dedicated_cluster_id = «"dtscluster_nowhere"|"dtscluster_destination"» # <- here
  ...source
  ...destination
}
