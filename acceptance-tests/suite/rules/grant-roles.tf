resource "dts_cam_assume_role_grant" "grant_roles" {
  provider    = dts.tencent_target
  policy_name = "grant-roles"
  role_arns   = «[]|["qcs::cam::uin/700000000001:roleName/dts-role"]» # <- here
  user_uins   = ["700000000021"]
}
