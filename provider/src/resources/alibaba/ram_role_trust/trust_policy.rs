//! The trust policy document: written, read, and compared by meaning.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

/// The document that lets the accounts' DTS use the role: for each account the account itself and DTS acting for it, as
/// the guide "Configure RAM authorization for cross-account DTS tasks" gives it.
pub(crate) fn document(account_ids: &BTreeSet<String>) -> String {
    let accounts: Vec<String> = account_ids.iter().map(|id| format!("acs:ram::{id}:root")).collect();
    let services: Vec<String> = account_ids.iter().map(|id| format!("{id}@dts.aliyuncs.com")).collect();
    json!({
        "Statement": [{
            "Action": "sts:AssumeRole",
            "Effect": "Allow",
            "Principal": { "RAM": accounts, "Service": services },
        }],
        "Version": "1",
    })
    .to_string()
}

/// Whether two documents mean the same: order of keys and of list elements, and one-element lists, do not matter.
pub(super) fn same_meaning(a: &str, b: &str) -> bool {
    match (serde_json::from_str::<Json>(a), serde_json::from_str::<Json>(b)) {
        (Ok(a), Ok(b)) => normal(&a) == normal(&b),
        _ => a == b,
    }
}

/// The document with sorted keys, for display and state.
pub(super) fn canonical(document: &str) -> String {
    serde_json::from_str::<Json>(document).map_or_else(|_| document.to_owned(), |json| json.to_string())
}

/// The accounts whose DTS the document names in Allow statements.
pub(super) fn trusted_accounts(document: &str) -> BTreeSet<String> {
    let Ok(json) = serde_json::from_str::<Json>(document) else { return BTreeSet::new() };
    as_list(&json["Statement"])
        .filter(|statement| statement["Effect"] == "Allow")
        .flat_map(|statement| as_list(&statement["Principal"]["Service"]).filter_map(Json::as_str))
        .filter_map(|service| service.strip_suffix("@dts.aliyuncs.com").map(str::to_owned))
        .collect()
}

fn as_list(json: &Json) -> Box<dyn Iterator<Item = &Json> + '_> {
    match json {
        Json::Array(items) => Box::new(items.iter()),
        Json::Null => Box::new(std::iter::empty()),
        one => Box::new(std::iter::once(one)),
    }
}

/// One form for all spellings of a document: a lone element is a list of one, and lists are sorted.
fn normal(json: &Json) -> Json {
    match json {
        Json::Object(items) => items.iter().map(|(key, item)| (key.clone(), normal_value(key, item))).collect(),
        other => other.clone(),
    }
}

fn normal_value(key: &str, value: &Json) -> Json {
    let mut items: Vec<Json> = match value {
        Json::Array(items) => items.iter().map(normal).collect(),
        Json::String(_) => vec![value.clone()],
        Json::Object(_) if key == "Statement" => vec![normal(value)],
        other => return normal(other),
    };
    items.sort_by_cached_key(Json::to_string);
    Json::Array(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_document_is_the_documented_one() {
        let expected = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::1234567890123456:root"],"Service":["1234567890123456@dts.aliyuncs.com"]}}],"Version":"1"}"#;
        assert_eq!(document(&ids(&["1234567890123456"])), expected);
    }

    #[test]
    fn order_and_single_elements_do_not_matter_but_content_does() {
        let written = document(&ids(&["1234567890123456", "2345678901234567"]));
        let stored = r#"{"Version":"1","Statement":{"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"Service":["2345678901234567@dts.aliyuncs.com","1234567890123456@dts.aliyuncs.com"],"RAM":["acs:ram::1234567890123456:root","acs:ram::2345678901234567:root"]}}}"#;
        assert!(same_meaning(&written, stored));
        assert!(!same_meaning(&written, &stored.replace("Allow", "Deny")));
        assert!(!same_meaning(&written, &document(&ids(&["1234567890123456"]))));
    }

    #[test]
    fn trusted_accounts_are_read_back() {
        let two = ids(&["1234567890123456", "2345678901234567"]);
        assert_eq!(trusted_accounts(&document(&two)), two);
        let rewritten = document(&two).replace("1234567890123456@dts", "dts");
        assert_eq!(trusted_accounts(&rewritten), ids(&["2345678901234567"]));
    }
}
