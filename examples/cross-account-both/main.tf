terraform {
  required_version = ">= 1.11" # ephemeral variables and write-only arguments

  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"
    }
  }
}

# The account that owns the source database: it only creates the role trust.
provider "dts" {
  alias               = "source_owner"
  allowed_account_ids = [var.source_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.source_owner_profile
  }
}

# The account that owns the destination database: it only creates the role trust.
provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.destination_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.destination_owner_profile
  }
}

# The account that owns neither: it creates, pays for and runs the task.
provider "dts" {
  alias               = "operator"
  allowed_account_ids = [var.operator_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.operator_profile
  }
}

# One role in each owner's account, and both trust the operator: the account that creates the task.
resource "dts_ram_role_trust" "source" {
  provider = dts.source_owner

  role_name           = var.source_role_name
  trusted_account_ids = [var.operator_account_id]
  description         = "DTS tasks of account ${var.operator_account_id} may read the source databases"
}

resource "dts_ram_role_trust" "destination" {
  provider = dts.destination_owner

  role_name           = var.destination_role_name
  trusted_account_ids = [var.operator_account_id]
  description         = "DTS tasks of account ${var.operator_account_id} may write to the destination databases"
}

# The task and its precheck. A failed precheck item fails the apply before anything is bought.
resource "dts_migration_task" "orders" {
  provider = dts.operator

  name            = "orders-between-two-accounts"
  migration_types = ["schema", "full", "incremental"]
  conflict_mode   = "report"

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.region
    instance_id         = var.source_instance_id
    username            = var.source_username
    password_wo         = var.source_password
    password_wo_version = var.source_password_version
    encryption          = var.encryption

    cross_account {
      account_id = var.source_account_id
      role_name  = dts_ram_role_trust.source.role_name
    }
  }

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.region
    instance_id         = var.destination_instance_id
    username            = var.destination_username
    password_wo         = var.destination_password
    password_wo_version = var.destination_password_version
    encryption          = var.encryption

    cross_account {
      account_id = var.destination_account_id
      role_name  = dts_ram_role_trust.destination.role_name
    }
  }

  objects = {
    orders    = { all = true } # the complete database, under the same name
    inventory = { all = true, rename = "warehouse" }
  }

  retry {
    connection_minutes = 720
    other_minutes      = 10
  }
}

# Buys the instance, starts the task, and waits until the destination has caught up with the source.
resource "dts_migration_instance" "orders" {
  provider = dts.operator

  task_id        = dts_migration_task.orders.id
  instance_class = "small"
  wait_for       = "caught_up"
  on_destroy     = "stop_and_release" # without it, destroy fails while the migration is running

  tags = {
    project = "orders"
  }
}
