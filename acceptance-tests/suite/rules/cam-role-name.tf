provider "dts" {
  alias   = "cam_role_name"
  offline = true
  tencent {
    region        = "ap-guangzhou"
    cam_role_name = «"web role"|"web-role"» # <- here
  }
}

...used_tencent
