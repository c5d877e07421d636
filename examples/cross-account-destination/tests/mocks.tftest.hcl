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
  source_account_id       = "1234567890123456"
  destination_account_id  = "2345678901234567"
  source_instance_id      = "rm-source-orders"
  destination_instance_id = "rm-destination-orders"
  source_password         = "not-a-password"
  destination_password    = "not-a-password"
}

run "plan" {
  command = plan

  assert {
    condition     = dts_ram_role_trust.destination.trusted_account_ids == toset([var.source_account_id])
    error_message = "The role must trust only the account that creates the task."
  }

  assert {
    condition     = dts_migration_task.orders.destination.cross_account.role_name == dts_ram_role_trust.destination.role_name
    error_message = "The task must use the role of the destination owner."
  }

  assert {
    condition     = dts_migration_task.orders.source.encryption == "ssl" && dts_migration_task.orders.destination.encryption == "ssl"
    error_message = "Both connections must be encrypted."
  }
}

run "apply" {
  assert {
    condition     = dts_migration_instance.orders.task_id == dts_migration_task.orders.id
    error_message = "The instance must start this task."
  }
}
