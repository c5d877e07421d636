provider "dts" {
  alias   = "cam_role_arn"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    assume_role {
      role_arn = «"acs:ram::1234567890123456:role/ci"|"qcs::cam::uin/700000000001:roleName/ci"» # <- here
    }
  }
}

...used_tencent
