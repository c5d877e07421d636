# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  alias  = "source_owner"
  source = "../../mocks"
}

mock_provider "dts" {
  alias  = "destination_owner"
  source = "../../mocks"
}

variables {
  accounts    = { source = "700000000001", destination = "700000000002" }
  region      = "ap-guangzhou"
  external_id = "shop-42"
  migrations = {
    orders = {
      source      = { instance_id = "cdb-src00001", username = "dts" }
      destination = { instance_id = "cdb-dst00001", username = "dts" }
      databases   = { orders = { all = true } }
    }
  }
  passwords = {
    orders = { source = "not-a-password", destination = "not-a-password" }
  }
}

run "plan" {
  command = plan

  assert {
    condition     = dts_cam_role_trust.source[0].trusted_account_ids == toset([var.accounts.destination])
    error_message = "The source owner must trust only the account of the jobs."
  }

  assert {
    condition     = [for end in ["source", "destination"] : dts_tencent_migration_task.this["orders"][end].encryption] == ["ssl", "ssl"]
    error_message = "The connections must be encrypted by default."
  }
}

run "apply" {
  assert {
    condition     = output.job_ids.orders == dts_tencent_migration_task.this["orders"].instance_id
    error_message = "The task must configure the job that was bought."
  }
}
