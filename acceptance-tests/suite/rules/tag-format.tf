resource "dts_ram_role_trust" "tag_format" {
  provider            = dts.source_owner
  role_name           = "ram-tag-format"
  trusted_account_ids = ["2345678901234567"]
  tags                = «{ "acs:team" = "orders" }|{ team = "orders" }» # <- here
}
