# A task that ignores a precheck item and, if there are tags, its instance.

terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

variable "tags" {
  type = map(string)
}

variable "passwords" {
  type      = object({ source = string, destination = string })
  ephemeral = true
}

resource "dts_migration_task" "this" {
  name            = "pair"
  migration_types = ["schema", "full"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-used"
    username            = "dts"
    password_wo         = var.passwords.source
    password_wo_version = 1
    encryption          = "ssl"
  }

  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-orders"
    username            = "dts"
    password_wo         = var.passwords.destination
    password_wo_version = 1
    encryption          = "ssl"
  }

  objects = { orders = { all = true } }

  precheck {
    ignore = ["CHECK_SAME_OBJ"]
  }
}

resource "dts_migration_instance" "this" {
  count = var.tags == null ? 0 : 1

  task_id        = dts_migration_task.this.id
  instance_class = "small"
  tags           = var.tags
}

output "task_id" {
  value = dts_migration_task.this.id
}
