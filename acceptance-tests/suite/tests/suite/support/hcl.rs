//! Configurations as text, and changes to them as a user writes them.

/// The text of a configuration.
#[derive(Clone, Debug)]
pub(crate) struct Hcl(String);

impl Hcl {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Replaces a piece of the text that occurs exactly once.
    pub(crate) fn with(&self, from: &str, to: &str) -> Self {
        assert_eq!(self.0.matches(from).count(), 1, "{from:?} must occur exactly once in:\n{}", self.0);
        Self(self.0.replace(from, to))
    }

    /// Both texts.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(format!("{}\n{}", self.0, other.0))
    }

    /// Number of the only line that holds this piece.
    pub(crate) fn line_of(&self, piece: &str) -> u64 {
        let found: Vec<usize> =
            self.0.lines().enumerate().filter(|(_, line)| line.contains(piece)).map(|(at, _)| at + 1).collect();
        assert_eq!(found.len(), 1, "{piece:?} must be on exactly one line of:\n{}", self.0);
        u64::try_from(found[0]).unwrap()
    }
}

/// Both provider aliases and the passwords.
pub(crate) fn providers() -> Hcl {
    Hcl::new(
        r#"terraform {
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
"#,
    )
}

/// The role trust in the source owner's account.
pub(crate) fn trust() -> Hcl {
    Hcl::new(
        r#"resource "dts_ram_role_trust" "source" {
  provider            = dts.source_owner
  role_name           = "ram-for-dts"
  trusted_account_ids = ["2345678901234567"]
}
"#,
    )
}

/// The task in the destination owner's account; its role is named as a text.
pub(crate) fn task() -> Hcl {
    Hcl::new(
        r#"resource "dts_migration_task" "orders" {
  provider        = dts.destination_owner
  name            = "orders"
  migration_types = ["schema", "full", "incremental"]

  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts" # source
    password_wo         = var.source_password
    password_wo_version = 1 # source
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
    username            = "dts" # destination
    password_wo         = var.destination_password
    password_wo_version = 1 # destination
  }

  objects = {
    orders = {}
  }
}
"#,
    )
}

/// The instance of the task.
pub(crate) fn instance() -> Hcl {
    Hcl::new(
        r#"resource "dts_migration_instance" "orders" {
  provider       = dts.destination_owner
  task_id        = dts_migration_task.orders.id
  instance_class = "small"
}
"#,
    )
}

/// Trust and task, the task after the trust.
pub(crate) fn trust_and_task() -> Hcl {
    let chained = task().with(r#"role_name  = "ram-for-dts""#, "role_name  = dts_ram_role_trust.source.role_name");
    providers().and(&trust()).and(&chained)
}

/// Scenario 1: trust, task and instance.
pub(crate) fn complete_migration() -> Hcl {
    trust_and_task().and(&instance())
}
