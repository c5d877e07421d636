resource "dts_ram_role_trust" "number_range" {
  provider             = dts.source_owner
  role_name            = "ram-number-range"
  trusted_account_ids  = ["2345678901234567"]
  max_session_duration = «60|7200» # <- here
}
