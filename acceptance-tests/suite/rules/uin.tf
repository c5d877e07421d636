resource "dts_cam_role_trust" "uin" {
  provider            = dts.tencent_source
  role_name           = "cam-uin"
  trusted_account_ids = [«"qcs::cam::uin/700000000002:root"|"700000000002"»] # <- here
}
