resource "dts_cam_role_trust" "dts_cam_role_name" {
  provider            = dts.tencent_source
  role_name           = «"dts.role"|"dts-role"» # <- here
  trusted_account_ids = ["700000000002"]
}
