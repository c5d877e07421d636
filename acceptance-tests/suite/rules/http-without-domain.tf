provider "dts" {
  alias   = "http_without_domain"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    domain   = «"example.com"|"127.0.0.1:8700"»
    protocol = "HTTP" # <- here
  }
}

...used_tencent
