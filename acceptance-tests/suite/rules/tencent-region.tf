provider "dts" {
  alias   = "tencent_region"
  offline = true
  tencent {
    region = «"Guangzhou"|"ap-guangzhou"» # <- here
  }
}

...used_tencent
