terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alias = "source_owner"
  tencent {}
}

provider "dts" {
  alias = "target_owner"
  tencent {}
}

# HERE
