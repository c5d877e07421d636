terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alibaba {}
}

provider "dts" {
  alias = "source_owner"
  alibaba {}
}

provider "dts" {
  alias = "destination_owner"
  alibaba {}
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

resource "dts_migration_task" "orders" {
  name            = "orders"
  migration_types = ["schema", "full", "incremental"]

  # HERE

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-orders"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
  }

  objects = {
    orders = { all = true }
  }
}
