# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  alias  = "source_owner"
  source = "../mocks"
}

mock_provider "dts" {
  alias  = "destination_owner"
  source = "../mocks"
}

mock_provider "dts" {
  alias  = "operator"
  source = "../mocks"
}

variables {
  source_region           = "cn-hangzhou"
  destination_region      = "cn-shanghai"
  source_account_id       = "1234567890123456"
  destination_account_id  = "2345678901234567"
  operator_account_id     = "3456789012345678"
  source_instance_id      = "rm-source-stores"
  destination_instance_id = "rm-destination-stores"
  reviewer                = "database-team"
  source_password         = "not-a-password"
  destination_password    = "not-a-password"
}

run "plan" {
  command = plan

  assert {
    condition     = dts_ram_role_trust.source.trusted_account_ids == toset([var.operator_account_id])
    error_message = "The role must trust only the account that creates the task."
  }

  assert {
    condition     = dts_ram_role_trust.destination.trusted_account_ids == toset([var.operator_account_id])
    error_message = "The role must trust only the account that creates the task."
  }

  assert {
    condition     = dts_synchronization_task.stores.source.encryption == "ssl" && dts_synchronization_task.stores.destination.encryption == "ssl"
    error_message = "Both connections must be encrypted."
  }
}

run "apply" {
  assert {
    condition     = dts_synchronization_instance.stores.task_id == dts_synchronization_task.stores.id
    error_message = "The instance must start this task."
  }
}
