# Synchronizations: accepted and rejected ones side by side.
locals {
  synchronizations = {
    accepted           = {}
    unencrypted        = { encryption = "none" }
    overwriting        = { conflict_mode = "ignore" }
    ignoring_alone     = { ignore = ["CHECK_SAME_OBJ"] }
    ignoring_other_tag = { ignore = ["CHECK_SAME_OBJ"], tags = { ticket = "OPS-1024" } }
    ignoring_ticketed  = { ignore = ["CHECK_SAME_OBJ"], tags = local.ticket }
  }
}

resource "dts_synchronization_task" "each" {
  for_each = local.synchronizations

  name           = "synchronization-${each.key}"
  initial_phases = ["schema", "full"]
  conflict_mode  = try(each.value.conflict_mode, "report")

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    encryption          = try(each.value.encryption, "ssl")

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
    encryption          = "ssl"
  }

  objects = { orders = { all = true } }

  dynamic "precheck" {
    for_each = contains(keys(each.value), "ignore") ? [each.value.ignore] : []

    content {
      ignore = precheck.value
    }
  }
}

resource "dts_synchronization_instance" "each" {
  for_each = { for key, task in local.synchronizations : key => task if contains(keys(task), "tags") }

  task_id        = dts_synchronization_task.each[each.key].id
  instance_class = "small"
  tags           = each.value.tags
}
