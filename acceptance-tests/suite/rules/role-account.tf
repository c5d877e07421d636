provider "dts" {
  alias   = "role_account"
  offline = true
  alibaba {
    region     = "cn-hangzhou"
    account_id = "1234567890123456"
    assume_role {
      role_arn = «"acs:ram::2345678901234567:role/deployer"|"acs:ram::1234567890123456:role/deployer"» # <- here
    }
  }
}

...used
