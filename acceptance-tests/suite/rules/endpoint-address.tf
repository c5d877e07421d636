provider "dts" {
  alias = "endpoint_address"
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
    endpoints {
      ram = «"http://ram.aliyuncs.com"|"https://ram.aliyuncs.com"» # <- here
    }
  }
}

...used
