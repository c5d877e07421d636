# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  alias  = "source_owner"
  source = "../mocks"
}

mock_provider "dts" {
  alias  = "destination_owner"
  source = "../mocks"
}

variables {
  source_account_id       = "700000000001"
  destination_account_id  = "700000000002"
  external_id             = "shop-42"
  source_instance_id      = "cdb-src00001"
  destination_instance_id = "cdb-dst00001"
  source_password         = "not-a-password"
  destination_password    = "not-a-password"
}

run "plan" {
  command = plan

  assert {
    condition     = dts_cam_role_trust.source.trusted_account_ids == toset([var.destination_account_id])
    error_message = "The role must trust only the account that runs the job."
  }

  assert {
    condition     = dts_tencent_migration_task.orders.source.cross_account.role_name == dts_cam_role_trust.source.role_name
    error_message = "The job must use the role of the source owner."
  }
}

run "apply" {
  assert {
    condition     = dts_tencent_migration_task.orders.instance_id == dts_tencent_migration_instance.orders.id
    error_message = "The task must configure the job that was bought."
  }
}
