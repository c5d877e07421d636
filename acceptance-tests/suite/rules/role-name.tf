resource "dts_ram_role_trust" "role_name" {
  provider            = dts.source_owner
  role_name           = «"acs:ram::1234567890123456:role/ram-role-name"|"ram-role-name"» # <- here
  trusted_account_ids = ["2345678901234567"]
}
