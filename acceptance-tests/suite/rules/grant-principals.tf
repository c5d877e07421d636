resource "dts_cam_assume_role_grant" "grant_principals" {
  provider    = dts.tencent_target
  policy_name = "grant-principals"
  role_arns   = ["qcs::cam::uin/700000000001:roleName/dts-role"]
  user_uins   = «[]|["700000000021"]» # <- here
}
