provider "dts" {
  alias             = "warning_id"
  suppress_warnings = «["incremental-run-on", "account-id"]|["incremental-runs-on"]» # <- here
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
  }
}

...used
