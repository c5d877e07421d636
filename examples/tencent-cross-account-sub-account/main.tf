terraform {
  required_version = ">= 1.11" # ephemeral variables and write-only arguments

  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"
    }
  }
}

# The account that owns the source database: it only creates the role.
provider "dts" {
  alias               = "source_owner"
  allowed_account_ids = [var.source_account_id] # rejects a profile of another account

  tencent {
    region  = var.region
    profile = var.source_owner_profile
  }
}

# The root account that owns the destination database: it only lets its sub-account assume the role.
provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.destination_account_id] # rejects a profile of another account

  tencent {
    region  = var.region
    profile = var.destination_owner_profile
  }
}

# A sub-account of the destination owner: it buys and runs the migration job.
provider "dts" {
  alias               = "operator"
  allowed_account_ids = [var.destination_account_id] # the root account of the sub-account

  tencent {
    region  = var.region
    profile = var.operator_profile
  }
}

# Steps 1 to 6 of the console: lets the destination owner read the source owner's databases through DTS.
resource "dts_cam_role_trust" "source" {
  provider = dts.source_owner

  role_name           = var.role_name
  trusted_account_ids = [var.destination_account_id]
  external_id         = var.external_id
  source_engines      = ["mysql"]
  description         = "DTS jobs of account ${var.destination_account_id} may read the source databases"
}

# Steps 7 to 11 of the console: lets the sub-account assume this role. Without it, only the root account may.
resource "dts_cam_assume_role_grant" "operator" {
  provider = dts.destination_owner

  policy_name = var.policy_name
  role_arns   = [dts_cam_role_trust.source.arn]
  user_uins   = [var.operator_uin]
  description = "Lets the operator run DTS jobs with the databases of account ${var.source_account_id}"
}

# The purchase comes first on Tencent Cloud. Charges can start here.
resource "dts_tencent_migration_instance" "orders" {
  provider = dts.operator

  name               = "orders-across-accounts"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "medium"
  on_destroy         = "stop_and_release" # without it, destroy fails while the migration is running

  tags = {
    project = "orders"
  }
}

# The configuration and its check. A step of the check that fails is an error, and the job is not started.
resource "dts_tencent_migration_task" "orders" {
  provider = dts.operator

  instance_id    = dts_tencent_migration_instance.orders.id
  migration_type = "full_and_increment"
  desired_status = var.desired_status
  wait_for       = "caught_up"
  on_destroy     = "stop"

  source {
    engine              = "mysql"
    access_type         = "cdb"
    region              = var.region
    node_type           = "simple"
    instance_id         = var.source_instance_id
    username            = var.source_username
    password_wo         = var.source_password
    password_wo_version = var.source_password_version

    cross_account {
      account_id  = var.source_account_id
      role_name   = dts_cam_role_trust.source.role_name
      external_id = var.external_id
    }
  }

  destination {
    engine              = "mysql"
    access_type         = "cdb"
    region              = var.region
    node_type           = "simple"
    instance_id         = var.destination_instance_id
    username            = var.destination_username
    password_wo         = var.destination_password
    password_wo_version = var.destination_password_version
  }

  objects {
    databases = {
      orders = { all = true } # the complete database, under the same name
    }
  }

  # No argument refers to the policy, so the order is written here. A destroy then ends the job before the policy.
  depends_on = [dts_cam_assume_role_grant.operator]
}
