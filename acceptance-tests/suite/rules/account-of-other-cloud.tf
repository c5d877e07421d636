resource "dts_ram_role_trust" "account_of_other_cloud" {
  provider            = dts.source_owner
  role_name           = "ram-account-of-other-cloud"
  trusted_account_ids = [«"100000000001"|"3456789012345678"»] # <- here
}
