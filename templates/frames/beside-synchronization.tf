terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
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

resource "dts_synchronization_task" "orders" {
  name           = "orders"
  initial_phases = ["schema", "full"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
  }

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

# HERE
