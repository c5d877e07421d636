# Resources that the rules must allow and refuse; the expected result of each is in the policy tests of acceptance-tests/suite.

terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alias = "owner"
  alibaba {
    region     = "cn-hangzhou"
    account_id = "1234567890123456"
  }
}

provider "dts" {
  alibaba {
    region     = "cn-hangzhou"
    account_id = "2345678901234567"
  }
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

# Its output is known only after apply.
resource "terraform_data" "later" {
  input = "ignore"
}

resource "terraform_data" "accounts" {
  input = ["2345678901234567"]
}

locals {
  ticket = { precheck_ticket = "OPS-1024" }
  later  = terraform_data.later.output

  trusted = {
    allowed  = ["2345678901234567"]
    two      = ["2345678901234567", "3456789012345678"]
    stranger = ["9999999999999999"]
    mixed    = ["2345678901234567", "9999999999999999"]
    later    = [local.later]
    partly   = ["2345678901234567", local.later]
    wholly   = terraform_data.accounts.output
  }

  # The differences from a task that every rule allows; with `tags` the task has an instance.
  tasks = {
    plain_word            = {}
    encrypted             = { tags = {} }
    source_unencrypted    = { source_encryption = "none" }
    target_unencrypted    = { destination_encryption = "none" }
    encryption_later      = { source_encryption = local.later }
    one_end_later         = { source_encryption = local.later, destination_encryption = "none" }
    overwriting           = { conflict_mode = "ignore" }
    overwriting_ticketed  = { conflict_mode = "ignore", tags = local.ticket }
    mode_later            = { conflict_mode = local.later }
    ignoring_nothing      = { precheck = { ignore = [] } }
    ignoring_unsaid       = { precheck = { rerun = 1 } }
    ignoring_alone        = { precheck = { ignore = ["CHECK_SAME_OBJ"] } }
    ignoring_elsewhere    = { precheck = { ignore = ["CHECK_SAME_OBJ"] } }
    ignoring_untagged     = { precheck = { ignore = ["CHECK_SAME_OBJ"] }, tags = null }
    ignoring_other_tag    = { precheck = { ignore = ["CHECK_SAME_OBJ"] }, tags = { ticket = "OPS-1024" } }
    ignoring_blank_ticket = { precheck = { ignore = ["CHECK_SAME_OBJ"] }, tags = { precheck_ticket = " " } }
    ignoring_ticket_later = { precheck = { ignore = ["CHECK_SAME_OBJ"] }, tags = { precheck_ticket = local.later } }
    ignoring_ticketed     = { precheck = { ignore = ["CHECK_SAME_OBJ"] }, tags = local.ticket }
    ignoring_later        = { precheck = { ignore = [local.later] }, tags = {} }
    ignoring_later_ticket = { precheck = { ignore = [local.later] }, tags = local.ticket }
  }
}

resource "dts_ram_role_trust" "owner" {
  for_each = local.trusted
  provider = dts.owner

  role_name           = "ram-for-dts-${each.key}"
  trusted_account_ids = each.value
}

resource "dts_migration_task" "each" {
  for_each = local.tasks

  name            = each.key
  migration_types = ["schema", "full"]
  conflict_mode   = try(each.value.conflict_mode, "report")

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    encryption          = try(each.value.source_encryption, "ssl")

    cross_account {
      account_id = "1234567890123456"
      role_name  = "ram-for-dts"
    }
  }

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-orders"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
    encryption          = try(each.value.destination_encryption, "ssl")
  }

  objects = { orders = { all = true } }

  dynamic "precheck" {
    for_each = contains(keys(each.value), "precheck") ? [each.value.precheck] : []

    content {
      ignore = try(precheck.value.ignore, null)
      rerun  = try(precheck.value.rerun, null)
    }
  }
}

resource "dts_migration_instance" "each" {
  for_each = { for key, task in local.tasks : key => task if contains(keys(task), "tags") }

  task_id        = dts_migration_task.each[each.key].id
  instance_class = "small"
  tags           = each.value.tags
}

# The ticket belongs to the referenced task, whatever key the instance has.
resource "dts_migration_instance" "crossed" {
  for_each = toset(["ignoring_alone"])

  task_id        = dts_migration_task.each["ignoring_elsewhere"].id
  instance_class = "small"
  tags           = local.ticket
}

# A module key can look like an address.
module "pair" {
  source   = "./pair"
  for_each = { ticketed = local.ticket, "bare].x" = {}, "odd\"].module.pair[\"" = local.ticket }

  tags      = each.value
  passwords = { source = var.source_password, destination = var.destination_password }
}

module "outer" {
  source = "./outer"
  count  = 2

  tags      = count.index == 0 ? local.ticket : {}
  passwords = { source = var.source_password, destination = var.destination_password }
}

# Only the state shows which task the output of another module refers to.
module "apart" {
  source = "./pair"

  tags      = null
  passwords = { source = var.source_password, destination = var.destination_password }
}

resource "dts_migration_instance" "apart" {
  task_id        = module.apart.task_id
  instance_class = "small"
  tags           = local.ticket
}

# A data source of the same type is not checked.
data "dts_migration_task" "later" {
  id = local.later
}
