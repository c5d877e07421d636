# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  alias  = "source_owner"
  source = "../mocks"

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
  source = "../mocks"

  # These values replace all of the file in `mocks` for this resource.
  mock_resource "dts_ram_role_trust" {
    defaults = {
      account_id   = "2345678901234567"
      trust_policy = "{}"
    }
  }
}

mock_provider "dts" {
  alias  = "operator"
  source = "../mocks"
}

variables {
  source_account_id      = "1234567890123456"
  destination_account_id = "2345678901234567"
  operator_account_id    = "3456789012345678"
  passwords = {
    orders    = { source = "not-a-password", destination = "not-a-password" }
    inventory = { source = "not-a-password", destination = "not-a-password" }
    wiki      = { source = "not-a-password", destination = "not-a-password" }
    audit     = { source = "not-a-password", destination = "not-a-password" }
  }
}

run "plan" {
  command = plan
}

run "apply" {
  assert {
    condition     = join(",", keys(output.task_ids)) == "audit,inventory,orders,wiki"
    error_message = "Each migration must have a task."
  }

  assert {
    condition     = join(",", keys(output.instance_ids)) == "audit,inventory,orders"
    error_message = "Only started migrations may have an instance."
  }
}
