locals {
  # The owner of a database trusts the account that creates the tasks. No role is needed if both are the same account.
  across = {
    source      = var.accounts.source != var.accounts.task
    destination = var.accounts.destination != var.accounts.task
  }

  # The access methods for which DTS offers SSL to a destination.
  ssl_access = ["alibaba_cloud_instance", "ecs"]

  # Refers to the resource if the module creates the role, so that the tasks are created after it.
  roles = {
    source      = var.create_roles ? one(dts_ram_role_trust.source[*].role_name) : var.role_names.source
    destination = var.create_roles ? one(dts_ram_role_trust.destination[*].role_name) : var.role_names.destination
  }

  # DTS reads the VPCs of the owner to connect to a self-managed database.
  through_vpc = anytrue([for each in var.synchronizations : each.source.access_method == "express_connect"])
}

# One role for both directions: nothing in it depends on the direction.
resource "dts_ram_role_trust" "source" {
  count    = var.create_roles && local.across.source ? 1 : 0
  provider = dts.source_owner

  role_name           = var.role_names.source
  trusted_account_ids = [var.accounts.task]
  description         = "DTS tasks of account ${var.accounts.task} may synchronize the source databases"
  access_via_vpc      = local.through_vpc
  tags                = var.tags
}

resource "dts_ram_role_trust" "destination" {
  count    = var.create_roles && local.across.destination ? 1 : 0
  provider = dts.destination_owner

  role_name           = var.role_names.destination
  trusted_account_ids = [var.accounts.task]
  description         = "DTS tasks of account ${var.accounts.task} may synchronize the destination databases"
  tags                = var.tags
}
