provider "dts" {
  alias   = "security_token_alone"
  offline = true
  alibaba {
    region         = "cn-hangzhou"
    security_token = «"a-token"|null» # <- here
  }
}

...used
