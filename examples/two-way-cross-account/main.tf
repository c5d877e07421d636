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
    region  = var.source_region
    profile = var.source_owner_profile
  }
}

# The account that owns the destination database: it only creates the role trust.
provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.destination_account_id] # rejects a profile of another account

  alibaba {
    region  = var.destination_region
    profile = var.destination_owner_profile
  }
}

# The account that owns neither: it creates, pays for and runs the task, in the region of the destination.
provider "dts" {
  alias               = "operator"
  allowed_account_ids = [var.operator_account_id] # rejects a profile of another account

  alibaba {
    region  = var.destination_region
    profile = var.operator_profile
  }
}

# One role in each owner's account. Both directions use both roles: each database is a source and a destination.
resource "dts_ram_role_trust" "source" {
  provider = dts.source_owner

  role_name           = var.role_name
  trusted_account_ids = [var.operator_account_id]
  description         = "DTS tasks of account ${var.operator_account_id} may read and write the databases"
}

resource "dts_ram_role_trust" "destination" {
  provider = dts.destination_owner

  role_name           = var.role_name
  trusted_account_ids = [var.operator_account_id]
  description         = "DTS tasks of account ${var.operator_account_id} may read and write the databases"
}

# Both directions, and the precheck of the forward one. A failed precheck item fails the apply before anything is bought.
resource "dts_synchronization_task" "stores" {
  provider = dts.operator

  name           = "stores-in-both-directions"
  initial_phases = ["schema", "full"] # of the forward direction; the reverse direction only has changes
  conflict_mode  = "report"

  # The reverse direction is from the destination to the source, with their roles, passwords and objects.
  two_way {
    on_conflict = "fail" # a change that meets another row stops its direction, and no row is lost
  }

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.source_region
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
    region              = var.destination_region
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

  # A table that is added later is added to both directions.
  objects = {
    stores = { tables = { for table in var.tables : table => {} } }
  }

  retry {
    connection_minutes = 720
    other_minutes      = 10
  }
}

# Buys the instance, starts the forward direction, waits until it has caught up, and then checks and starts the reverse direction.
resource "dts_synchronization_instance" "stores" {
  provider = dts.operator

  task_id                = dts_synchronization_task.stores.id
  instance_class         = "small"
  desired_status         = var.desired_status
  reverse_desired_status = var.reverse_desired_status
  wait_for               = "caught_up"
  on_destroy             = "stop_and_release" # without it, destroy fails while a direction is running

  tags = {
    project          = "stores"
    two_way_reviewer = var.reviewer
  }
}
