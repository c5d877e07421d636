resource "dts_migration_task" "verification_sample" {
  ...task
  ...types
  ...objects
  data_verification {
    full {
      mode           = "sample" # <- here
      sample_percent = «null|20»
    }
  }
  ...source
  ...destination
}
