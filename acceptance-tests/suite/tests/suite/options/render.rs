//! Renders arguments by path as HCL.

use std::collections::BTreeMap;

use super::row::Row;
use crate::support::hcl::{self, Hcl};

/// One task per row at a step, after the roles that trust the account of the task.
pub(crate) fn configuration(rows: &[Row], step: usize) -> Hcl {
    let tasks = rows.iter().enumerate().map(|(at, row)| task(&label(at, row), &row.at(step)));
    tasks.fold(hcl::providers().and(&roles()), |text, task| text.and(&task))
}

/// The name of the task of a row, and of its resource.
pub(crate) fn label(at: usize, row: &Row) -> String {
    let words: String = row.option.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("row_{at:02}_{words}")
}

/// The address of the resource of a row.
pub(crate) fn address(at: usize, row: &Row) -> String {
    format!("dts_migration_task.{}", label(at, row))
}

/// A task with these arguments, after the roles; a task without a name gets the name of its resource.
pub(crate) fn task(label: &str, arguments: &BTreeMap<&str, &str>) -> Hcl {
    let roles = "[dts_ram_role_trust.first, dts_ram_role_trust.second, dts_ram_role_trust.operator]";
    let after = [("depends_on", roles)];
    standalone(label, &arguments.iter().map(|(path, value)| (*path, *value)).chain(after).collect())
}

/// A task that waits for nothing.
pub(crate) fn standalone(label: &str, arguments: &BTreeMap<&str, &str>) -> Hcl {
    let mut arguments: BTreeMap<String, String> =
        arguments.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    arguments.entry("name".to_owned()).or_insert_with(|| format!("{label:?}"));
    arguments.insert("provider".to_owned(), "dts.destination_owner".to_owned());
    Hcl::new(format!("resource \"dts_migration_task\" {label:?} {{\n{}}}\n", body(&arguments, 1)))
}

/// All parts of a path except the last one are blocks.
pub(crate) fn body(arguments: &BTreeMap<String, String>, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let mut text = String::new();
    let mut blocks: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (path, value) in arguments {
        match path.split_once('.') {
            None => text.push_str(&format!("{indent}{path} = {value}\n")),
            Some((block, rest)) => _ = blocks.entry(block).or_default().insert(rest.to_owned(), value.clone()),
        }
    }
    for (block, inside) in blocks {
        text.push_str(&format!("{indent}{block} {{\n{}{indent}}}\n", body(&inside, depth + 1)));
    }
    text
}

/// Roles in both other accounts.
pub(crate) fn roles() -> Hcl {
    let operator = r#"provider "dts" {
  alias = "operator"
  alibaba {
    region  = "cn-hangzhou"
    profile = "operator"
  }
}
"#;
    let role = |label: &str, provider: &str, name: &str| {
        format!(
            "resource \"dts_ram_role_trust\" {label:?} {{\n  provider            = dts.{provider}\n  role_name           = \
             {name:?}\n  trusted_account_ids = [\"2345678901234567\"]\n  access_via_vpc      = true\n}}\n"
        )
    };
    Hcl::new(operator)
        .and(&Hcl::new(role("first", "source_owner", "first")))
        .and(&Hcl::new(role("second", "source_owner", "second")))
        .and(&Hcl::new(role("operator", "operator", "first")))
}
