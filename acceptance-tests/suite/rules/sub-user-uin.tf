resource "dts_cam_assume_role_grant" "sub_user_uin" {
  provider    = dts.tencent_target
  policy_name = "sub-user-uin"
  role_arns   = ["qcs::cam::uin/700000000001:roleName/dts-role"]
  user_uins   = [«"operator"|"700000000021"»] # <- here
}
