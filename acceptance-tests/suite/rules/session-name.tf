provider "dts" {
  alias = "session_name"
  offline = true
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
    assume_role {
      role_arn     = "acs:ram::1234567890123456:role/deployer"
      session_name = «"terraform of the shop"|"terraform-of-the-shop"» # <- here
    }
  }
}

...used
