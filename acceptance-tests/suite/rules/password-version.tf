resource "dts_migration_task" "password_version" {
  ...task
  ...types
  ...objects
  source {
    ...source_instance
    username            = "dts"
    password_wo         = var.source_password # <- here
    password_wo_version = «null|1»
    ...owner
  }
  ...destination
}
