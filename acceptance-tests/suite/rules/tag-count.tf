provider "dts" {
  alias        = "tag_count"
  ownership_id = «"team-a"|null»
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
  }
}

resource "dts_ram_role_trust" "tag_count" {
  provider            = dts.tag_count
  role_name           = "ram-tag-count"
  trusted_account_ids = ["2345678901234567"]
  tags                = { «19×k# = "v", » last = «?"v"» } # <- here
}
