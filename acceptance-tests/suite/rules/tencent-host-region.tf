provider "dts" {
  alias   = "tencent_host_region"
  offline = true
  tencent {
    region = "ap-guangzhou"
    endpoints {
      dts = «"dts.ap-shanghai-fsi.tencentcloudapi.com"|"dts.tencentcloudapi.com"» # <- here
    }
  }
}

...used_tencent
