resource "dts_cam_assume_role_grant" "cam_group_id" {
  provider    = dts.tencent_target
  policy_name = "cam-group-id"
  role_arns   = ["qcs::cam::uin/700000000001:roleName/dts-role"]
  group_ids   = [«"migration"|"100001"»] # <- here
}
