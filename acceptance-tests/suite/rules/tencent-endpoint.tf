provider "dts" {
  alias   = "tencent_endpoint"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    endpoints {
      cam = «"http://cam.tencentcloudapi.com"|"https://cam.tencentcloudapi.com"» # <- here
    }
  }
}

...used_tencent
