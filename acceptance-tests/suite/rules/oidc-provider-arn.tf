provider "dts" {
  alias = "oidc_provider_arn"
  offline = true
  alibaba {
    region = "cn-hangzhou"
    assume_role_with_oidc {
      role_arn          = "acs:ram::1234567890123456:role/deployer"
      oidc_provider_arn = «"acs:ram::1234567890123456:role/ci"|"acs:ram::1234567890123456:oidc-provider/ci"» # <- here
      oidc_token_file   = "token"
    }
  }
}

...used
