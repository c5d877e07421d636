provider "dts" {
  alias   = "session_policy"
  offline = true
  alibaba {
    region = "cn-hangzhou"
    assume_role {
      role_arn = "acs:ram::1234567890123456:role/deployer"
      policy   = «"allow all"|"{\"Version\":\"1\",\"Statement\":[]}"» # <- here
    }
  }
}

...used
