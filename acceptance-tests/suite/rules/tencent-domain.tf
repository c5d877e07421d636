provider "dts" {
  alias   = "tencent_domain"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    domain = «"http://example.com"|"example.com"» # <- here
  }
}

...used_tencent
