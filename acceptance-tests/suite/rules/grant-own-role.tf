resource "dts_cam_assume_role_grant" "grant_own_role" {
  provider    = dts.tencent_target
  policy_name = "grant-own-role"
  role_arns   = [«"qcs::cam::uin/700000000002:roleName/dts-role"|"qcs::cam::uin/700000000001:roleName/dts-role"»] # <- here
  user_uins   = ["700000000021"]
}
