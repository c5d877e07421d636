resource "dts_ram_role_trust" "text_length" {
  provider            = dts.source_owner
  role_name           = "ram-text-length"
  trusted_account_ids = ["2345678901234567"]
  description         = «""|"for the shop's migration"» # <- here
}
