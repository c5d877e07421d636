provider "dts" {
  alias = "duration"
  request_timeout = «"30"|"30s"» # <- here
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
  }
}

...used
