provider "dts" {
  alias   = "white_space_around"
  offline = true
  alibaba {
    region  = "cn-hangzhou"
    profile = «"source-owner "|"source-owner"» # <- here
  }
}

...used
