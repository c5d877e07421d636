resource "dts_cam_assume_role_grant" "grant_length" {
  provider    = dts.tencent_target
  policy_name = "grant-length"
  role_arns = [ # <- here
    for name in «[«200×"role-#", »]|["dts-role"]» : "qcs::cam::uin/700000000001:roleName/${name}"
  ]
  user_uins = ["700000000021"]
}
