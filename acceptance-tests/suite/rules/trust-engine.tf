resource "dts_cam_role_trust" "trust_engine" {
  provider            = dts.tencent_source
  role_name           = "trust-engine"
  trusted_account_ids = ["700000000002"]
  source_engines      = [«"tdsqlmysql"|"mysql"»] # <- here
}
