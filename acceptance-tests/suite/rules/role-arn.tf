provider "dts" {
  alias = "role_arn"
  offline = true
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
    assume_role {
      role_arn = «"deployer"|"acs:ram::1234567890123456:role/deployer"» # <- here
    }
  }
}

...used
