terraform {
  required_version = ">= 1.10"

  required_providers {
    dts = {
      source = "crossaccount/dts"
    }
  }
}

# The credentials of the user who runs Terraform: a RAM user that the role trusts.
provider "dts" {
  alibaba {
    region  = "cn-hangzhou"
    profile = "terraform"
  }
}

ephemeral "dts_role_credentials" "source_owner" {
  role_arn         = "acs:ram::1234567890123456:role/deployer"
  session_name     = "orders-migration"
  duration_seconds = 3600
}

# Manages resources in the account of the role. The access key is in neither the state nor the plan.
provider "dts" {
  alias = "source_owner"

  alibaba {
    region            = "cn-hangzhou"
    account_id        = "1234567890123456"
    access_key_id     = ephemeral.dts_role_credentials.source_owner.access_key_id
    access_key_secret = ephemeral.dts_role_credentials.source_owner.access_key_secret
    security_token    = ephemeral.dts_role_credentials.source_owner.security_token
  }
}

resource "dts_ram_role_trust" "source" {
  provider = dts.source_owner

  role_name           = "ram-for-dts"
  trusted_account_ids = ["2345678901234567"]
}
