# Values for `terraform test` with a mock of the provider: IDs, ARNs and policies in the form that they have in the cloud. Without
# them Terraform invents strings, which are not JSON and which the checks of the provider refuse.

mock_resource "dts_ram_role_trust" {
  defaults = {
    id           = "ram-for-dts"
    account_id   = "1234567890123456"
    arn          = "acs:ram::1234567890123456:role/ram-for-dts"
    role_id      = "300000000000000001"
    trust_policy = "{\"Version\":\"1\",\"Statement\":[]}"
    create_date  = "2026-01-01T00:00:00Z"
  }
}

mock_resource "dts_migration_task" {
  defaults = {
    id              = "mockmigration01"
    dts_instance_id = "dtsmockmigration01"
    precheck_state  = "passed"
  }
}

mock_resource "dts_migration_instance" {
  defaults = {
    id          = "dtsmockmigration01"
    status      = "Migrating"
    caught_up   = true
    create_time = "2026-01-01T00:00:00Z"
  }
}

mock_resource "dts_synchronization_task" {
  defaults = {
    id              = "mocksync0000001"
    dts_instance_id = "dtsmocksync0000001"
    precheck_state  = "passed"
  }
}

mock_resource "dts_synchronization_instance" {
  defaults = {
    id          = "dtsmocksync0000001"
    status      = "Synchronizing"
    caught_up   = true
    create_time = "2026-01-01T00:00:00Z"
  }
}

mock_resource "dts_cam_role_trust" {
  defaults = {
    id           = "DTS-role"
    account_id   = "700000000001"
    arn          = "qcs::cam::uin/700000000001:roleName/DTS-role"
    role_id      = "4611686018400000001"
    trust_policy = "{\"version\":\"2.0\",\"statement\":[]}"
  }
}

mock_resource "dts_cam_assume_role_grant" {
  defaults = {
    id              = "dts-assume-role"
    account_id      = "700000000002"
    policy_document = "{\"version\":\"2.0\",\"statement\":[]}"
  }
}

mock_resource "dts_tencent_migration_instance" {
  defaults = {
    id          = "dts-mock0001"
    create_time = "2026-01-01 00:00:00"
  }
}

mock_resource "dts_tencent_migration_task" {
  defaults = {
    id          = "dts-mock0001"
    status      = "running"
    check_state = "passed"
    caught_up   = true
  }
}

mock_data "dts_caller_identity" {
  defaults = {
    account_id = "1234567890123456"
    arn        = "acs:ram::1234567890123456:user/terraform"
  }
}

mock_data "dts_tencent_caller_identity" {
  defaults = {
    account_id = "700000000001"
    arn        = "qcs::cam::uin/700000000001:uin/700000000001"
  }
}
