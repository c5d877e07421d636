//! The objects of RAM in the state of the control API and on the status page.

use std::cmp::Reverse;

use serde_json::{Map, Value, json};

use crate::core::cloud::{Context, Listing, Service};
use crate::core::time::to_seconds;
use crate::policy::sentences;

use super::Ram;
use super::model::Role;

impl Service for Ram {
    fn name(&self) -> &'static str {
        "RAM"
    }

    fn describe_account(&self, _: Context<'_>, account: &str, shown: &mut Map<String, Value>) {
        let Some(of_account) = self.accounts.get(account) else { return };
        let roles: Vec<Value> = of_account.roles.values().map(|it| role(account, it)).collect();
        let policies: Vec<&String> = of_account.policies.keys().collect();
        shown.insert("roles".to_owned(), json!(roles));
        shown.insert("policies".to_owned(), json!(policies));
    }
}

impl Ram {
    /// The newest roles of all accounts, for the status page.
    pub(crate) fn newest_roles(&self, context: Context<'_>, most: usize) -> Listing {
        let mut roles: Vec<(&str, &Role)> = Vec::new();
        for account in self.accounts.values() {
            roles.extend(account.roles.values().map(|role| (account.id.as_str(), role)));
        }
        let total = roles.len();
        roles.sort_by_key(|(_, role)| Reverse(role.created));
        let rows = roles.into_iter().take(most).map(|(account, role)| (role.created, page_row(context, account, role)));
        Listing { total, rows: rows.collect() }
    }
}

fn role(account: &str, role: &Role) -> Value {
    let policies: Vec<Value> =
        role.attached.keys().map(|(kind, name)| json!({"type": kind.name(), "name": name})).collect();
    json!({
        "name": role.name,
        "arn": role.arn(account),
        "role_id": role.id,
        "trust": serde_json::from_str::<Value>(role.trust.text()).unwrap_or(Value::Null),
        "description": role.description,
        "max_session_duration": role.max_session_seconds,
        "create_date": to_seconds(role.created),
        "policies": policies,
        "tags": role.tags,
    })
}

fn page_row(context: Context<'_>, account: &str, role: &Role) -> Value {
    let policies: Vec<String> = role.attached.keys().map(|(kind, name)| format!("{name} ({})", kind.name())).collect();
    json!({
        "account": context.accounts.get(account).map_or(account, |account| account.name.as_str()),
        "name": role.name,
        "arn": role.arn(account),
        "trust": sentences(role.trust.text()),
        "policies": policies,
    })
}
