resource "dts_cam_role_trust" "cam_description" {
  provider            = dts.tencent_source
  role_name           = "cam-description"
  trusted_account_ids = ["700000000002"]
  description         = «""|"for DTS"» # <- here
}
