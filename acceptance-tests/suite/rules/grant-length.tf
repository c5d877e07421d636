resource "dts_cam_assume_role_grant" "grant_length" {
  provider    = dts.tencent_target
  policy_name = "grant-length"
  role_arns = [ # <- here
    ««200×"qcs::cam::uin/700000000001:roleName/role-#", »|"qcs::cam::uin/700000000001:roleName/dts-role"»
  ]
  user_uins = ["700000000021"]
}
