//! What DTS of Tencent Cloud supports.

use crate::docs::DocsError;
use crate::docs::markdown::{code, codes, table};
use crate::docs::sources::{Row, Sources};

/// Engines.
pub(super) fn engines(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of("schemas/tencent/engines.toml", "engine")?;
    let rows = rows.iter().map(|row| {
        let sides: Vec<&str> = [("source_side", "source"), ("target_side", "destination")]
            .into_iter()
            .filter_map(|(column, side)| row.flag(column, false).then_some(side))
            .collect();
        let across = match row.text("cross_account") {
            "yes" => "yes",
            "ticket" => "after a ticket",
            _ => "not confirmed",
        };
        vec![
            code(row.text("engine")),
            row.text("name").to_owned(),
            sides.join(", "),
            words(row, "node_types"),
            across.to_owned(),
            row.text("note").to_owned(),
        ]
    });
    Ok(table(&["Engine", "Name", "Side", "`node_type`", "Source of another account", "Note"], rows))
}

/// From which engines DTS migrates to which.
pub(super) fn links(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of("schemas/tencent/links.toml", "link")?;
    let rows = rows.iter().map(|row| vec![words(row, "sources"), words(row, "destinations")]);
    Ok(table(&["From each of", "To each of"], rows))
}

/// What an endpoint needs for each access type.
pub(super) fn access_types(sources: &Sources) -> Result<String, DocsError> {
    const ARGUMENTS: [&str; 9] = [
        "instance_id",
        "cvm_instance_id",
        "host",
        "port",
        "vpc_id",
        "subnet_id",
        "vpn_gateway_id",
        "direct_connect_gateway_id",
        "ccn_id",
    ];
    let rows = sources.rows_of("schemas/tencent/access_types.toml", "access_type")?;
    let rows = rows.iter().map(|row| {
        let needed = |need: &str| codes(ARGUMENTS.iter().copied().filter(|name| row.text(name) == need));
        let across = if row.flag("cross_account", false) { "yes" } else { "no" };
        vec![
            code(row.text("access_type")),
            row.text("name").to_owned(),
            needed("required"),
            needed("optional"),
            across.to_owned(),
        ]
    });
    Ok(table(&["Access type", "Name", "Required", "Optional", "Source of another account"], rows))
}

/// The policies that the role of the source's owner gets.
pub(super) fn policies(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of("schemas/tencent/policies.toml", "policy")?;
    let rows = rows.iter().map(|row| {
        let engines = words(row, "engines");
        let engines = if engines.is_empty() { "every role".to_owned() } else { engines };
        let confirmed = if row.flag("confirmed", true) { "yes" } else { "no" };
        vec![code(row.text("policy")), engines, confirmed.to_owned()]
    });
    Ok(table(&["Policy", "`source_engines`", "Confirmed by Tencent Cloud"], rows))
}

/// The texts of a list, as code.
fn words(row: &Row, column: &str) -> String {
    codes(row.list(column).iter().filter_map(toml::Value::as_str))
}
