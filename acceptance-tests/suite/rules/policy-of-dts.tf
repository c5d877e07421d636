resource "dts_ram_role_trust" "policy_of_dts" {
  provider            = dts.source_owner
  role_name           = "ram-policy-of-dts"
  trusted_account_ids = ["2345678901234567"]
  permission_policies = «[]|[{ type = "System", name = "AliyunDTSRolePolicy" }]» # <- here
}
