provider "dts" {
  alias               = "allowed_account_id"
  offline             = true
  allowed_account_ids = [«"shop"|"700000000001"»] # <- here
  tencent {
    region = "ap-guangzhou"
  }
}

...used_tencent
