# Runs without a cloud account: `terraform test` in this folder. The folder `mocks` has the values that only the cloud knows.

mock_provider "dts" {
  source = "../mocks"
}

variables {
  profile                 = "destination-owner"
  account_id              = "2345678901234567"
  dedicated_cluster_id    = "dtscluster_destination"
  source_instance_id      = "rm-destination-used"
  destination_instance_id = "rm-destination-orders"
  source_password         = "not-a-password"
  destination_password    = "not-a-password"
}

run "plan" {
  command = plan

  assert {
    condition     = dts_migration_task.orders.dedicated_cluster_id == var.dedicated_cluster_id
    error_message = "The task must run on the dedicated cluster."
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
