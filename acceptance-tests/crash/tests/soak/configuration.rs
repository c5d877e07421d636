//! A role, a task and an instance for each of many migrations.

/// The text of it. Each migration has separate blocks: with `count` one task that fails would hold up all instances.
pub(crate) fn of(migrations: usize) -> String {
    let each = (0..migrations).map(|number| MIGRATION.replace("NUMBER", &number.to_string()));
    std::iter::once(PROVIDERS.to_owned()).chain(each).collect()
}

const PROVIDERS: &str = r#"terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alias = "source_owner"
  alibaba {
    region  = "cn-hangzhou"
    profile = "source-owner"
  }
}

provider "dts" {
  alias = "destination_owner"
  alibaba {
    region  = "cn-hangzhou"
    profile = "destination-owner"
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
"#;

const MIGRATION: &str = r#"
resource "dts_ram_role_trust" "source_NUMBER" {
  provider            = dts.source_owner
  role_name           = "ram-for-dts-NUMBER"
  trusted_account_ids = ["2345678901234567"]
}

resource "dts_migration_task" "orders_NUMBER" {
  provider        = dts.destination_owner
  name            = "orders-NUMBER"
  migration_types = ["schema", "full", "incremental"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    cross_account {
      account_id = "1234567890123456"
      role_name  = dts_ram_role_trust.source_NUMBER.role_name
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
  }

  objects = {
    orders = { rename = "orders_NUMBER" }
  }
}

resource "dts_migration_instance" "orders_NUMBER" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.orders_NUMBER.id
  instance_class = "small"
  on_destroy     = "stop_and_release"
}
"#;
