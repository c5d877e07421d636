//! All objects, as JSON.

use serde_json::{Map, Value, json};

use crate::core::emulation::Emulation;

/// All objects that calls have created, by account; each service adds its objects.
pub(crate) fn state(emulation: &Emulation) -> Value {
    let context = emulation.context();
    let mut accounts = Vec::new();
    for account in context.accounts.of_all_clouds() {
        let mut shown = Map::new();
        shown.insert("cloud".to_owned(), json!(account.cloud.text()));
        shown.insert("id".to_owned(), json!(account.id));
        shown.insert("name".to_owned(), json!(account.name));
        for service in
            emulation.clouds.iter().filter(|cloud| cloud.name() == account.cloud).flat_map(|cloud| cloud.services())
        {
            service.describe_account(context, account.id, &mut shown);
        }
        accounts.push(Value::Object(shown));
    }
    json!({"accounts": accounts})
}
