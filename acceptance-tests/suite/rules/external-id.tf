provider "dts" {
  alias   = "external_id"
  offline = true
  alibaba {
    region = "cn-hangzhou"
    assume_role {
      role_arn    = "acs:ram::1234567890123456:role/deployer"
      external_id = «"x"|"shop"» # <- here
    }
  }
}

...used
