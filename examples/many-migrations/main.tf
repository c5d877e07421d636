terraform {
  required_version = ">= 1.11" # ephemeral variables and write-only arguments

  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"
    }
  }
}

# The account that owns the source databases.
provider "dts" {
  alias               = "source_owner"
  allowed_account_ids = [var.source_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.source_owner_profile
  }
}

# The account that owns the destination databases.
provider "dts" {
  alias               = "destination_owner"
  allowed_account_ids = [var.destination_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.destination_owner_profile
  }
}

# The account that creates, pays for and runs all tasks; it also owns one of the databases.
provider "dts" {
  alias               = "operator"
  allowed_account_ids = [var.operator_account_id] # rejects a profile of another account

  alibaba {
    region  = var.region
    profile = var.operator_profile
  }
}

# Between two other accounts. There is one module call per pair of owners, with all their migrations: the providers of a call
# cannot depend on an element of a map, and the roles belong to the pair of accounts, not to one migration.
module "between_owners" {
  source = "../modules/cross-account-migration"

  providers = {
    dts.source_owner      = dts.source_owner
    dts.destination_owner = dts.destination_owner
    dts.task_owner        = dts.operator
  }

  accounts = {
    source      = var.source_account_id
    destination = var.destination_account_id
    task        = var.operator_account_id
  }

  region     = var.region
  migrations = local.between_owners
  passwords  = var.passwords
  tags       = local.tags
}

# From the operator's own databases. The destination owner's role already trusts the operator, so it is reused.
module "from_operator" {
  source = "../modules/cross-account-migration"

  providers = {
    dts.source_owner      = dts.operator
    dts.destination_owner = dts.operator # not used: this call creates no role
    dts.task_owner        = dts.operator
  }

  accounts = {
    source      = var.operator_account_id
    destination = var.destination_account_id
    task        = var.operator_account_id
  }

  create_roles = false
  role_names   = { destination = module.between_owners.roles.destination.name }

  region     = var.region
  migrations = local.from_operator
  passwords  = var.passwords
  tags       = local.tags
}
