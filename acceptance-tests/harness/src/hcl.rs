//! Configurations for the accounts of the emulator's built-in world as text, and changes to them as a user writes them.
//!
//! A change that does not apply is a panic: a test that continues with the unchanged text would prove nothing.

/// The text of a configuration.
#[derive(Clone, Debug)]
pub struct Hcl(String);

impl Hcl {
    /// A configuration.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Replaces a piece of the text that occurs exactly once.
    #[must_use]
    pub fn with(&self, from: &str, to: &str) -> Self {
        assert_eq!(self.0.matches(from).count(), 1, "{from:?} must occur exactly once in:\n{}", self.0);
        Self(self.0.replace(from, to))
    }

    /// Replaces a piece of the text everywhere; it must occur.
    #[must_use]
    pub fn with_all(&self, from: &str, to: &str) -> Self {
        assert!(self.0.contains(from), "{from:?} must occur in:\n{}", self.0);
        Self(self.0.replace(from, to))
    }

    /// Both texts.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(format!("{}\n{}", self.0, other.0))
    }

    /// Number of the only line that holds this piece.
    #[must_use]
    pub fn line_of(&self, piece: &str) -> u64 {
        let lines = (1..).zip(self.0.lines());
        let found: Vec<u64> = lines.filter(|(_, line)| line.contains(piece)).map(|(number, _)| number).collect();
        assert_eq!(found.len(), 1, "{piece:?} must be on exactly one line of:\n{}", self.0);
        found[0]
    }
}

/// Both provider aliases and the passwords.
#[must_use]
pub fn providers() -> Hcl {
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
#[must_use]
pub fn trust() -> Hcl {
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
#[must_use]
pub fn task() -> Hcl {
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
    orders = { all = true }
  }
}
"#,
    )
}

/// The instance of the task.
#[must_use]
pub fn instance() -> Hcl {
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
#[must_use]
pub fn trust_and_task() -> Hcl {
    let chained = task().with(r#"role_name  = "ram-for-dts""#, "role_name  = dts_ram_role_trust.source.role_name");
    providers().and(&trust()).and(&chained)
}

/// Scenario 1: trust, task and instance.
#[must_use]
pub fn complete_migration() -> Hcl {
    trust_and_task().and(&instance())
}

#[cfg(test)]
mod tests {
    use super::Hcl;

    #[test]
    fn a_piece_is_replaced_once_or_everywhere() {
        let text = Hcl::new("a = 1\nb = 1\n");
        assert_eq!(text.with("a = 1", "a = 2").text(), "a = 2\nb = 1\n");
        assert_eq!(text.with_all("1", "3").text(), "a = 3\nb = 3\n");
        assert_eq!(text.line_of("b"), 2);
    }

    #[test]
    #[should_panic(expected = "must occur exactly once")]
    fn a_piece_that_occurs_twice_is_not_replaced() {
        let _ = Hcl::new("a = 1\nb = 1\n").with("1", "2");
    }

    #[test]
    #[should_panic(expected = "must occur in")]
    fn a_piece_that_does_not_occur_is_reported() {
        let _ = Hcl::new("a = 1\n").with_all("2", "3");
    }
}
