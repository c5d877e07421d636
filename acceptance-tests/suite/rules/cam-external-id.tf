resource "dts_cam_role_trust" "cam_external_id" {
  provider            = dts.tencent_source
  role_name           = "cam-external-id"
  trusted_account_ids = ["700000000002"]
  external_id         = «"x"|"shop-1"» # <- here
}
