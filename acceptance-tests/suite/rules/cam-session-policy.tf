provider "dts" {
  alias   = "cam_session_policy"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    assume_role {
      role_arn = "qcs::cam::uin/700000000001:roleName/ci"
      policy   = «"allow all"|"{\"version\":\"2.0\",\"statement\":[]}"» # <- here
    }
  }
}

...used_tencent
