resource "dts_ram_role_trust" "trust_own_account" {
  provider            = dts.source_owner
  role_name           = "ram-trust-own-account"
  trusted_account_ids = [«"1234567890123456"|"2345678901234567"»] # <- here
}
