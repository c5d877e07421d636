provider "dts" {
  alias = "credentials_once"
  alibaba {
    region        = "cn-hangzhou"
    profile       = "source-owner"
    ecs_role_name = «"ecs-role"|null» # <- here
  }
}

...used
