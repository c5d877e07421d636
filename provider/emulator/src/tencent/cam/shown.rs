//! The objects of CAM in the state of the control API and on the status page.

use std::cmp::Reverse;

use serde_json::{Map, Value, json};

use crate::core::cloud::{Context, Listing, Service};
use crate::core::time::to_seconds;
use crate::policy::sentences;

use super::model::{Attached, Role};
use super::{Cam, CamAccount, Presets};

impl Service for Cam {
    fn name(&self) -> &'static str {
        "CAM"
    }

    fn describe_account(&self, _: Context<'_>, account: &str, shown: &mut Map<String, Value>) {
        let Some(of_account) = self.accounts.get(account) else { return };
        let roles: Vec<Value> = of_account.roles.values().map(|role| of_account.role_json(role)).collect();
        let policies: Vec<&str> = of_account.policies.values().map(|policy| policy.name.as_str()).collect();
        let users = of_account.users.values().map(|user| {
            json!({"name": user.name, "uin": user.uin, "policies": of_account.names(&user.attached), "groups": user.groups})
        });
        shown.insert("roles".to_owned(), json!(roles));
        shown.insert("policies".to_owned(), json!(policies));
        shown.insert("users".to_owned(), Value::Array(users.collect()));
    }
}

impl Cam {
    /// The newest roles of all accounts, for the status page.
    pub(crate) fn newest_roles(&self, context: Context<'_>, most: usize) -> Listing {
        let mut roles: Vec<(&CamAccount, &Role)> = Vec::new();
        for account in self.accounts.values() {
            roles.extend(account.roles.values().map(|role| (account, role)));
        }
        let total = roles.len();
        roles.sort_by_key(|(_, role)| Reverse(role.created));
        let rows = roles.into_iter().take(most).map(|(account, role)| {
            let row = json!({
                "account": context.accounts.name(&account.uin),
                "name": role.name,
                "arn": role.arn(&account.uin),
                "trust": sentences(role.trust.text()),
                "policies": account.names(&role.attached),
            });
            (role.created, row)
        });
        Listing { total, rows: rows.collect() }
    }
}

impl CamAccount {
    fn role_json(&self, role: &Role) -> Value {
        json!({
            "name": role.name,
            "arn": role.arn(&self.uin),
            "role_id": role.id.to_string(),
            "trust": serde_json::from_str::<Value>(role.trust.text()).unwrap_or(Value::Null),
            "description": role.description,
            "max_session_duration": role.session_seconds,
            "create_date": to_seconds(role.created),
            "policies": self.names(&role.attached),
            "tags": role.tags.iter().cloned().collect::<std::collections::BTreeMap<String, String>>(),
        })
    }

    /// The names of attached policies.
    fn names(&self, attached: &Attached) -> Vec<&str> {
        let name = |id: &u64| {
            let preset = Presets::builtin().with_id(*id).map(|preset| preset.name.as_str());
            preset.or_else(|| self.policies.get(&id.to_string()).map(|policy| policy.name.as_str()))
        };
        attached.keys().filter_map(name).collect()
    }
}
