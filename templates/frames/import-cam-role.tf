terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

resource "dts_cam_role_trust" "source" {
  role_name           = "DTS-role"
  trusted_account_ids = ["700000000002"]
}

# HERE
