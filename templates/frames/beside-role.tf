terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alias = "source_owner"
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
  }
}

provider "dts" {
  alias = "destination_owner"
  alibaba {
    region  = "cn-hangzhou"
    profile = "destination-owner"
  }
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

resource "dts_ram_role_trust" "source" {
  provider = dts.source_owner

  role_name           = "ram-for-dts"
  trusted_account_ids = ["2345678901234567"]
  access_via_vpc      = true
}

# HERE
