terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

resource "dts_cam_assume_role_grant" "operator" {
  policy_name = "dts-assume-role"
  role_arns   = ["qcs::cam::uin/700000000001:roleName/DTS-role"]
  user_uins   = ["700000000021"]
}

# HERE
