# The same for Tencent Cloud.

provider "dts" {
  alias = "tencent_owner"
  tencent {
    region     = "ap-guangzhou"
    account_id = "700000000001"
  }
}

provider "dts" {
  alias = "tencent"
  tencent {
    region     = "ap-guangzhou"
    account_id = "700000000002"
  }
}

locals {
  tencent_trusted = {
    allowed  = ["700000000002"]
    stranger = ["700000000003"]
    mixed    = ["700000000002", "700000000003"]
    partly   = ["700000000002", local.later]
    wholly   = terraform_data.accounts.output
  }

  # The differences from a task that every rule allows.
  tencent_tasks = {
    plain              = {}
    source_unencrypted = { source_encryption = null }
    target_unencrypted = { destination_encryption = "none" }
    encryption_later   = { source_encryption = local.later }
    skipping_nothing   = { skip = [] }
    skipping           = { skip = ["OptimizeCheck"] }
    skipping_other_tag = { skip = ["OptimizeCheck"], tags = { ticket = "OPS-1024" } }
    skipping_ticketed  = { skip = ["OptimizeCheck"], tags = local.ticket }
    skipping_later     = { skip = [local.later] }
    overwriting        = { skip = ["DstEmptyCheck"], tags = local.ticket }
    overwriting_later  = { skip = [local.later], tags = local.ticket }
    keys_overwritten   = { engine = "redis" }
    keys_cleared       = { engine = "redis", settings = { DstWriteMode = "clearData" } }
    keys_later         = { engine = "redis", settings = { DstWriteMode = local.later } }
    keys_kept          = { engine = "redis", settings = { DstWriteMode = "normal" } }
  }
}

resource "dts_cam_role_trust" "owner" {
  for_each = local.tencent_trusted
  provider = dts.tencent_owner

  role_name           = "dts-${each.key}"
  trusted_account_ids = each.value
}

resource "dts_tencent_migration_instance" "each" {
  for_each = local.tencent_tasks
  provider = dts.tencent

  name               = each.key
  source_engine      = try(each.value.engine, "mysql")
  destination_engine = try(each.value.engine, "mysql")
  instance_class     = "medium"
  tags               = try(each.value.tags, {})
}

resource "dts_tencent_migration_task" "each" {
  for_each = local.tencent_tasks
  provider = dts.tencent

  instance_id = dts_tencent_migration_instance.each[each.key].id
  settings    = try(each.value.settings, null)

  objects {
    all = true
  }

  source {
    engine              = try(each.value.engine, "mysql")
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-src00001"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    encryption          = contains(keys(each.value), "source_encryption") ? each.value.source_encryption : "ssl"
  }

  destination {
    engine              = try(each.value.engine, "mysql")
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-dst00001"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
    encryption          = try(each.value.destination_encryption, "ssl")
  }

  dynamic "check" {
    for_each = contains(keys(each.value), "skip") ? [each.value.skip] : []

    content {
      skip = check.value
    }
  }
}

# The ticket belongs to the referenced instance, whatever key it has.
resource "dts_tencent_migration_task" "crossed" {
  for_each = toset(["skipping_ticketed", "plain"])
  provider = dts.tencent

  instance_id = dts_tencent_migration_instance.each["plain"].id

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
    encryption          = "ssl"
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
    encryption          = "ssl"
  }

  check {
    skip = ["OptimizeCheck"]
  }
}
