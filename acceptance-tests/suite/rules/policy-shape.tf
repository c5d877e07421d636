resource "dts_ram_role_trust" "policy_shape" {
  provider            = dts.source_owner
  role_name           = "ram-policy-shape"
  trusted_account_ids = ["2345678901234567"]
  permission_policies = [{ type = «"system"|"System"», name = "AliyunDTSRolePolicy" }] # <- here
}
