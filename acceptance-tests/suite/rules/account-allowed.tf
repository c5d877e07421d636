provider "dts" {
  alias               = "account_allowed"
  allowed_account_ids = ["1234567890123456", "3456789012345678"]
  alibaba {
    region     = "cn-hangzhou"
    profile    = "source-owner"
    account_id = «"2345678901234567"|"1234567890123456"» # <- here
  }
}

...used
