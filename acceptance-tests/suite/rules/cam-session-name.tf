provider "dts" {
  alias   = "cam_session_name"
  offline = true
  tencent {
    region  = "ap-guangzhou"
    assume_role {
      role_arn     = "qcs::cam::uin/700000000001:roleName/ci"
      session_name = «"ci/1"|"ci-1"» # <- here
    }
  }
}

...used_tencent
