# Synchronizations in both directions: accepted and rejected ones side by side.
locals {
  reviewed = { two_way_reviewer = "database-team" }

  two_way = {
    reviewed               = { tags = local.reviewed }
    ignoring_conflicts     = { on_conflict = "ignore", reverse = { on_conflict = "fail" }, tags = local.reviewed }
    unreviewed             = {}
    untagged               = { tags = null }
    other_tag              = { tags = { reviewer = "database-team" } }
    blank_reviewer         = { tags = { two_way_reviewer = " " } }
    reviewer_later         = { tags = { two_way_reviewer = local.later } }
    overwriting            = { on_conflict = "overwrite", tags = local.reviewed }
    overwriting_back       = { reverse = { on_conflict = "overwrite" }, tags = local.reviewed }
    conflicts_later        = { on_conflict = local.later, tags = local.reviewed }
    conflicts_back_later   = { reverse = { on_conflict = local.later }, tags = local.reviewed }
    ignoring_back          = { reverse = { ignore = ["CHECK_SAME_OBJ"] }, tags = local.reviewed }
    ignoring_back_later    = { reverse = { ignore = [local.later] }, tags = local.reviewed }
    ignoring_back_ticketed = { reverse = { ignore = ["CHECK_SAME_OBJ"] }, tags = merge(local.reviewed, local.ticket) }
    block_later            = {}
  }
}

resource "dts_synchronization_task" "both" {
  for_each = local.two_way

  name           = "both-${each.key}"
  initial_phases = ["schema", "full"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-used"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
    encryption          = "ssl"
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

  # One of them may have the block or not, which is known only after apply.
  dynamic "two_way" {
    for_each = each.key == "block_later" ? toset(compact([local.later])) : toset(["always"])

    content {
      on_conflict = try(each.value.on_conflict, null)

      dynamic "reverse" {
        for_each = contains(keys(each.value), "reverse") ? [each.value.reverse] : []

        content {
          on_conflict = try(reverse.value.on_conflict, null)

          dynamic "precheck" {
            for_each = contains(keys(reverse.value), "ignore") ? [reverse.value.ignore] : []

            content {
              ignore = precheck.value
            }
          }
        }
      }
    }
  }
}

resource "dts_synchronization_instance" "both" {
  for_each = { for key, task in local.two_way : key => task if contains(keys(task), "tags") }

  task_id        = dts_synchronization_task.both[each.key].id
  instance_class = "small"
  tags           = each.value.tags
}
