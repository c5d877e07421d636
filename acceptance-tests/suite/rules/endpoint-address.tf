provider "dts" {
  alias = "endpoint_address"
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
    endpoints {
      ram = «"http://ram.aliyuncs.com"|"http://127.0.0.1:9"» # <- here
    }
  }
}

...used
