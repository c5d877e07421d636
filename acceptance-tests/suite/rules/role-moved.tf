provider "dts" {
  alias = "role_moved"
  alibaba {
    region  = "cn-hangzhou"
    profile = «"destination-owner"|"source-owner"|"source-owner"»
  }
}

resource "dts_ram_role_trust" "role_moved" { # <- here
  provider            = dts.role_moved
  role_name           = "ram-role-moved"
  trusted_account_ids = ["3456789012345678"]
  description         = «"moved"|"stays"|"stays"»
}
