resource "dts_cam_role_trust" "policies_of_engines" {
  provider            = dts.tencent_source
  role_name           = "policies-of-engines"
  trusted_account_ids = ["700000000002"]
  source_engines      = ["sqlserver"]
  permission_policies = «["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]|["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess", "QcloudSQLServerReadOnlyAccess"]» # <- here
}
