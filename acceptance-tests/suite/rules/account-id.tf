resource "dts_ram_role_trust" "account_id" {
  provider            = dts.source_owner
  role_name           = "ram-account-id"
  trusted_account_ids = [«"acs:ram::2345678901234567:root"|"2345678901234567"»] # <- here
}
