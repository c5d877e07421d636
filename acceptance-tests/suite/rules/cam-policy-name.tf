resource "dts_cam_role_trust" "cam_policy_name" {
  provider            = dts.tencent_source
  role_name           = "cam-policy-name"
  trusted_account_ids = ["700000000002"]
  permission_policies = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess", «"Qcloud Redis"|"QcloudRedisReadOnlyAccess"»] # <- here
}
