resource "dts_cam_role_trust" "tencent_tag_format" {
  provider            = dts.tencent_source
  role_name           = "tencent-tag-format"
  trusted_account_ids = ["700000000002"]
  tags                = «{ dts-ownership-id = "a" }|{ team = "a" }» # <- here
}
