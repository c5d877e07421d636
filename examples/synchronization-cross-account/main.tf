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

# The account that owns the destination database: it creates, pays for and runs the task.
provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.destination_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.destination_owner_profile
  }
}

# Lets DTS use the source owner's databases on behalf of the destination owner.
resource "dts_ram_role_trust" "source" {
  provider = dts.source_owner

  role_name           = var.role_name
  trusted_account_ids = [var.destination_account_id]
  description         = "DTS tasks of account ${var.destination_account_id} may read the source databases"
}

# The task and its precheck. A failed precheck item fails the apply before anything is bought.
resource "dts_synchronization_task" "orders" {
  provider = dts.destination_owner

  name           = "orders-across-accounts"
  initial_phases = ["schema", "full"] # before the changes, which are always synchronized
  conflict_mode  = "report"

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
  }

  # A table that is added later is copied and synchronized without a new task.
  objects = {
    orders = { tables = { for table in var.tables : table => {} } }
  }

  retry {
    connection_minutes = 720
    other_minutes      = 10
  }
}

# Buys the instance, starts the synchronization, and waits until the destination has caught up with the source.
resource "dts_synchronization_instance" "orders" {
  provider = dts.destination_owner

  task_id        = dts_synchronization_task.orders.id
  instance_class = "small"
  desired_status = var.desired_status
  wait_for       = "caught_up"
  on_destroy     = "stop_and_release" # without it, destroy fails while the synchronization is running

  tags = {
    project = "orders"
  }
}
