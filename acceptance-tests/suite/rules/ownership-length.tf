provider "dts" {
  alias        = "ownership_length"
  ownership_id = «"«256×o»"|"team-a"»
  tencent {
    region  = "ap-guangzhou"
    profile = "tencent-source"
  }
}

resource "dts_cam_role_trust" "ownership_length" { # <- here
  provider            = dts.ownership_length
  role_name           = "ownership-length"
  trusted_account_ids = ["700000000002"]
}
