terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

variable "external_id" {
  type      = string
  ephemeral = true
}

resource "dts_tencent_migration_instance" "orders" {
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "medium"
}

resource "dts_tencent_migration_task" "orders" {
  instance_id = dts_tencent_migration_instance.orders.id

  objects {
    all = true
  }

  source {
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-src00001"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
  }

  destination {
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-dst00001"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
  }

  # HERE
}
