resource "dts_migration_task" "throttling_type" {
  ...task
  migration_types = «["incremental"]|["full"]»
  ...objects
  throttling {
    full {
      rows_per_second = 1000 # <- here
    }
  }
  ...source
  ...destination
}
