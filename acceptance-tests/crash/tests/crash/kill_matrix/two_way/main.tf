# A synchronization in both directions between the databases of two accounts, created by a third account.

terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

variable "operator_account_id" {
  type = string
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

provider "dts" {
  alias = "source"

  alibaba {
    region  = "cn-shanghai"
    profile = "source-owner"
  }
}

provider "dts" {
  alias = "destination"

  alibaba {
    region  = "cn-shanghai"
    profile = "destination-owner"
  }
}

provider "dts" {
  alias = "operator"

  alibaba {
    region  = "cn-shanghai"
    profile = "operator"
  }
}

resource "dts_ram_role_trust" "source" {
  provider = dts.source

  role_name           = "ram-for-dts"
  trusted_account_ids = [var.operator_account_id]
}

resource "dts_ram_role_trust" "destination" {
  provider   = dts.destination
  depends_on = [dts_ram_role_trust.source]

  role_name           = "ram-for-dts"
  trusted_account_ids = [var.operator_account_id]
}

resource "dts_synchronization_task" "stores" {
  provider = dts.operator

  name           = "stores"
  initial_phases = ["schema", "full"]
  on_destroy     = "stop_and_release"

  two_way {
    on_conflict = "overwrite"
  }

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-stores"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1

    cross_account {
      account_id = dts_ram_role_trust.source.account_id
      role_name  = dts_ram_role_trust.source.role_name
    }
  }

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-shanghai"
    instance_id         = "rm-destination-stores"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1

    cross_account {
      account_id = dts_ram_role_trust.destination.account_id
      role_name  = dts_ram_role_trust.destination.role_name
    }
  }

  objects = {
    stores = { all = true }
  }
}

resource "dts_synchronization_instance" "stores" {
  provider = dts.operator

  task_id        = dts_synchronization_task.stores.id
  instance_class = "small"
  on_destroy     = "stop_and_release"
}
