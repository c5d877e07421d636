//! Policies with the actions that the provider calls, and no others.

use serde_json::{Value as Json, json};

use crate::docs::DocsError;
use crate::docs::markdown::{code, table};
use crate::docs::sources::{Row, Sources};

/// The actions of each account.
const PERMISSIONS: &str = "schemas/terraform/permissions.toml";

/// The policy or the table of this name; none where there is none.
pub(super) fn found(sources: &Sources, name: &str) -> Result<Option<String>, DocsError> {
    match name.strip_prefix("policy_of_") {
        Some(policy) => self::policy(sources, policy),
        None if name == "permissions_of_few" => only_for(sources).map(Some),
        None => Ok(None),
    }
}

/// The policy document of this name as a block of JSON. Its first statement is enough for a plan.
fn policy(sources: &Sources, name: &str) -> Result<Option<String>, DocsError> {
    let rows = sources.rows_of(PERMISSIONS, "policy")?;
    let block = |row: &Row| format!("```json\n{:#}\n```", document(row));
    Ok(rows.iter().find(|row| row.text("name") == name).map(block))
}

/// In the policy language of the cloud.
fn document(row: &Row) -> Json {
    let tencent = row.text("cloud") == "tencent";
    let prefix = if tencent { "name/" } else { "" };
    let statement = |column: &str| {
        let actions: Vec<String> =
            names(row, column).map(|name| format!("{prefix}{}:{name}", row.text("service"))).collect();
        if tencent {
            json!({ "effect": "allow", "action": actions, "resource": ["*"] })
        } else {
            json!({ "Effect": "Allow", "Action": actions, "Resource": "*" })
        }
    };
    let statements = [statement("read"), statement("change")];
    if tencent {
        json!({ "version": "2.0", "statement": statements })
    } else {
        json!({ "Version": "1", "Statement": statements })
    }
}

/// The actions that only some configurations need.
fn only_for(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of(PERMISSIONS, "only_for")?;
    let rows = rows.iter().map(|row| {
        let actions: Vec<String> = names(row, "actions").map(code).collect();
        vec![actions.join(", "), row.text("says").to_owned()]
    });
    Ok(table(&["Actions", "Needed for"], rows))
}

fn names<'r>(row: &'r Row, column: &str) -> impl Iterator<Item = &'r str> {
    row.list(column).iter().filter_map(toml::Value::as_str)
}
