provider "dts" {
  alias               = "allowed_accounts"
  offline             = true
  allowed_account_ids = «[]|["1234567890123456"]» # <- here
  alibaba {
    region = "cn-hangzhou"
  }
}

...used
