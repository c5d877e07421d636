resource "dts_migration_task" "verification_type" {
  ...task
  migration_types = «["incremental"]|["full"]»
  ...objects
  data_verification {
    full {
      mode = "rows" # <- here
    }
  }
  ...source
  ...destination
}
