//! A role, and a task with its instance that does not need the role: two runs compete for each of them.

use acceptance_harness::hcl::{self, Hcl};

/// Both providers and one of each resource.
pub(crate) fn complete() -> Hcl {
    hcl::providers().and(&resources("orders", "destination_owner"))
}

/// One of each resource, all with the same content; `name` is the name of the resources in Terraform, and `provider` the alias that
/// creates the task and the instance.
pub(crate) fn resources(name: &str, provider: &str) -> Hcl {
    let quoted = format!("{name:?} {{");
    let alias = format!("= dts.{provider}\n");
    let trust = hcl::trust().with("\"source\" {", &quoted);
    let task = task().with("\"orders\" {", &quoted).with("= dts.destination_owner\n", &alias);
    let instance = hcl::instance()
        .with("\"orders\" {", &quoted)
        .with("= dts.destination_owner\n", &alias)
        .with("task.orders.id", &format!("task.{name}.id"))
        .with("= \"small\"\n", "= \"small\"\n  on_destroy     = \"stop_and_release\"\n");
    trust.and(&task).and(&instance)
}

/// A task between two databases of the destination owner.
fn task() -> Hcl {
    let cross_account = r#"    cross_account {
      account_id = "1234567890123456"
      role_name  = "ram-for-dts"
    }
"#;
    hcl::task()
        .with(cross_account, "")
        .with("rm-source-orders", "rm-destination-used")
        .with("var.source_password", "var.destination_password")
        .with("orders = { all = true }", "orders = { all = true, rename = \"orders_copy\" }")
}
