terraform {
  required_version = ">= 1.11" # ephemeral variables and write-only arguments

  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"
    }
  }
}

# One account owns both databases and the cluster. The task and the cluster are in the provider's region.
provider "dts" {
  allowed_account_ids = [var.account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.profile
  }
}

# The task and its precheck. On a dedicated cluster, both databases must be in the region of the cluster.
resource "dts_migration_task" "orders" {
  name                 = "orders-on-a-dedicated-cluster"
  migration_types      = ["schema", "full", "incremental"]
  conflict_mode        = "report"
  dedicated_cluster_id = var.dedicated_cluster_id

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = var.region
    instance_id         = var.source_instance_id
    username            = var.source_username
    password_wo         = var.source_password
    password_wo_version = var.source_password_version
    encryption          = var.encryption
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

  objects = {
    orders = { all = true } # the complete database, under the same name
  }

  retry {
    connection_minutes = 720
    other_minutes      = 10
  }
}

# Starts the task with DUs of the cluster instead of an instance class. Only the cluster is billed, not the task.
resource "dts_migration_instance" "orders" {
  task_id    = dts_migration_task.orders.id
  du         = var.units
  wait_for   = "caught_up"
  on_destroy = "stop_and_release" # without it, destroy fails while the migration is running

  tags = {
    project = "orders"
  }
}
