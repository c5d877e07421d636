# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  alias  = "source_owner"
  source = "../../mocks"

  # These values replace all of the file in `mocks` for this resource.
  mock_resource "dts_ram_role_trust" {
    defaults = {
      account_id   = "1234567890123456"
      trust_policy = "{}"
    }
  }
}

mock_provider "dts" {
  alias  = "destination_owner"
  source = "../../mocks"

  # These values replace all of the file in `mocks` for this resource.
  mock_resource "dts_ram_role_trust" {
    defaults = {
      account_id   = "2345678901234567"
      trust_policy = "{}"
    }
  }
}

mock_provider "dts" {
  alias  = "task_owner"
  source = "../../mocks"
}

variables {
  accounts = { source = "1234567890123456", destination = "2345678901234567", task = "3456789012345678" }
  region   = "cn-hangzhou"
  migrations = {
    orders = {
      source      = { instance_id = "rm-source-orders", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { orders = { all = true } }
    }
  }
  passwords = {
    orders = { source = "not-a-password", destination = "not-a-password" }
  }
}

run "plan" {
  command = plan

  assert {
    condition     = dts_ram_role_trust.source[0].trusted_account_ids == toset([var.accounts.task])
    error_message = "The source owner must trust only the account of the tasks."
  }

  assert {
    condition     = dts_ram_role_trust.destination[0].trusted_account_ids == toset([var.accounts.task])
    error_message = "The destination owner must trust only the account of the tasks."
  }

  assert {
    condition     = [for end in ["source", "destination"] : dts_migration_task.this["orders"][end].encryption] == ["ssl", "ssl"]
    error_message = "The connections must be encrypted by default."
  }
}

run "apply" {
  assert {
    condition     = output.instance_ids.orders == dts_migration_instance.this["orders"].id
    error_message = "The migration must have an instance."
  }
}
