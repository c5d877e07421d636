locals {
  # The owner of the sources trusts the account that runs the jobs. No role is needed if both are the same account.
  is_across = var.accounts.source != var.accounts.destination

  # Refers to the resource if the module creates the role, so that the jobs are configured after it.
  role_name = var.create_role ? one(dts_cam_role_trust.source[*].role_name) : var.role_name
}

resource "dts_cam_role_trust" "source" {
  count    = var.create_role && local.is_across ? 1 : 0
  provider = dts.source_owner

  role_name           = var.role_name
  trusted_account_ids = [var.accounts.destination]
  external_id         = var.external_id
  source_engines      = var.permission_policies == null ? toset([for migration in var.migrations : migration.source.engine]) : null
  permission_policies = var.permission_policies
  description         = "DTS jobs of account ${var.accounts.destination} may read the source databases"
  tags                = var.tags
}
