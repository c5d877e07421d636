terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alias               = "source_owner"
  allowed_account_ids = [var.from.account_id]

  alibaba {
    region  = var.region
    profile = var.from.profile
  }
}

provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.to.account_id]

  alibaba {
    region  = var.region
    profile = var.to.profile
  }
}

variable "name" {
  type = string
}

variable "changed" {
  type    = bool
  default = false
}

variable "region" {
  type = string
}

variable "encryption" {
  type    = string
  default = null
}

variable "from" {
  type = object({ profile = string, account_id = string, instance_id = string, username = string, database = string })
}

variable "to" {
  type = object({ profile = string, account_id = string, instance_id = string, username = string, database = string })
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

resource "dts_ram_role_trust" "role" {
  provider            = dts.source_owner
  role_name           = var.name
  trusted_account_ids = [var.to.account_id]
  description         = var.changed ? "acceptance run, changed" : "acceptance run"
  tags                = { purpose = "acceptance" }
}

resource "dts_migration_task" "task" {
  provider        = dts.destination_owner
  name            = var.changed ? "${var.name}-changed" : var.name
  migration_types = ["schema", "full", "incremental"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.region
    instance_id         = var.from.instance_id
    username            = var.from.username
    password_wo         = var.source_password
    password_wo_version = 1
    encryption          = var.encryption

    cross_account {
      account_id = var.from.account_id
      role_name  = dts_ram_role_trust.role.role_name
    }
  }

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.region
    instance_id         = var.to.instance_id
    username            = var.to.username
    password_wo         = var.destination_password
    password_wo_version = 1
    encryption          = var.encryption
  }

  objects = {
    (var.from.database) = { all = true, rename = var.to.database }
  }
}

resource "dts_migration_instance" "instance" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.task.id
  instance_class = "small"
  wait_for       = "caught_up"
  on_destroy     = "stop_and_release"
  tags           = var.changed ? { purpose = "acceptance", changed = "yes" } : { purpose = "acceptance" }
}
