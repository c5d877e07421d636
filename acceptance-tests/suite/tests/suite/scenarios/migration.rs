//! Migrations as blocks of a configuration.

use std::fmt::Write as _;

use crate::support::hcl::{self, Hcl};

/// One endpoint of a migration; `at` are the arguments that locate the database.
pub(super) struct Endpoint {
    pub(super) engine: &'static str,
    pub(super) access: &'static str,
    pub(super) region: &'static str,
    pub(super) at: &'static str,
}

impl Endpoint {
    pub(super) const fn instance(engine: &'static str, at: &'static str) -> Self {
        Self { engine, access: "alibaba_cloud_instance", region: "cn-hangzhou", at }
    }

    fn block(&self, side: &str, password: &str, further: &str) -> String {
        let Self { engine, access, region, at } = self;
        let at = at.replace("; ", "\n    ");
        format!(
            "  {side} {{\n    engine = \"{engine}\"\n    access_method = \"{access}\"\n    region = \"{region}\"\n    \
             {at}\n    username = \"dts\"\n    password_wo = var.{password}\n    password_wo_version = 1\n{further}  }}\n"
        )
    }
}

/// A migration in the account of the destination owner.
pub(super) struct Migration {
    pub(super) name: &'static str,
    pub(super) source: Endpoint,
    pub(super) destination: Endpoint,
    pub(super) objects: &'static str,
    /// Whether the source belongs to the account of the source owner.
    pub(super) across: bool,
}

impl Migration {
    /// The task and the instance.
    fn blocks(&self) -> String {
        let Self { name, source, destination, objects, across } = self;
        let owner = "    cross_account {\n      account_id = dts_ram_role_trust.source.account_id\n      \
                     role_name = dts_ram_role_trust.source.role_name\n    }\n";
        let (password, owner) = if *across { ("source_password", owner) } else { ("destination_password", "") };
        let mut text = format!(
            "resource \"dts_migration_task\" \"{name}\" {{\n  provider = dts.destination_owner\n  name = \"{name}\"\n  \
             migration_types = [\"schema\", \"full\", \"incremental\"]\n  objects = {objects}\n"
        );
        text.push_str(&source.block("source", password, owner));
        text.push_str(&destination.block("destination", "destination_password", ""));
        writeln!(text, "}}").unwrap();
        writeln!(
            text,
            "resource \"dts_migration_instance\" \"{name}\" {{\n  provider = dts.destination_owner\n  task_id = \
             dts_migration_task.{name}.id\n  instance_class = \"small\"\n  wait_for = \"caught_up\"\n  on_destroy = \
             \"stop_and_release\"\n}}"
        )
        .unwrap();
        text
    }
}

/// The aliases and passwords, the trust if a database of another account is used, and the migrations.
pub(super) fn configuration(migrations: &[Migration]) -> Hcl {
    let trust = hcl::trust().with("role_name  ", "access_via_vpc      = true\n  role_name  ");
    let base = if migrations.iter().any(|one| one.across) { hcl::providers().and(&trust) } else { hcl::providers() };
    base.and(&Hcl::new(migrations.iter().map(Migration::blocks).collect::<String>()))
}
