resource "dts_ram_role_trust" "trusted_accounts" {
  provider            = dts.source_owner
  role_name           = "ram-trusted-accounts"
  trusted_account_ids = «[]|["2345678901234567"]» # <- here
}
