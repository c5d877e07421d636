resource "dts_cam_role_trust" "cam_policies_of_dts" {
  provider            = dts.tencent_source
  role_name           = "cam-policies-of-dts"
  trusted_account_ids = ["700000000002"]
  permission_policies = «["QcloudDTSReadOnlyAccess"]|["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]» # <- here
}
