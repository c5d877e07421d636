//! A role, a task and an instance for each of many migrations.

use acceptance_harness::hcl::{self, Hcl};

/// Each migration has separate blocks: with `count` one task that fails would hold up all instances.
pub(crate) fn of(migrations: usize) -> Hcl {
    let each: Vec<String> = (0..migrations).map(|number| migration(number).text().to_owned()).collect();
    hcl::providers().and(&Hcl::new(each.join("\n")))
}

fn migration(number: usize) -> Hcl {
    let (source, orders, role) = (
        format!("source_{number}"),
        format!("orders_{number}"),
        format!("dts_ram_role_trust.source_{number}.role_name"),
    );
    let trust =
        hcl::trust().with("\"source\"", &format!("{source:?}")).with("ram-for-dts", &format!("ram-for-dts-{number}"));
    let task = hcl::task()
        .with("\"orders\" {", &format!("{orders:?} {{"))
        .with("= \"orders\"", &format!("= \"orders-{number}\""))
        .with("\"ram-for-dts\"", &role)
        .with("orders = { all = true }", &format!("orders = {{ all = true, rename = {orders:?} }}"));
    let instance = hcl::instance()
        .with("\"orders\"", &format!("{orders:?}"))
        .with("task.orders.id", &format!("task.{orders}.id"))
        .with("= \"small\"\n", "= \"small\"\n  on_destroy     = \"stop_and_release\"\n");
    trust.and(&task).and(&instance)
}
