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

/// Whether two documents mean the same: they grant and deny the same to the same principals. Order, one-element lists, an empty
/// `Condition` and the division into statements do not matter.
pub(super) fn same_meaning(a: &str, b: &str) -> bool {
    match (serde_json::from_str::<Json>(a), serde_json::from_str::<Json>(b)) {
        (Ok(a), Ok(b)) => meaning(&a) == meaning(&b),
        _ => a == b,
    }
}

/// The document with sorted keys, for display and state.
pub(super) fn canonical(document: &str) -> String {
    serde_json::from_str::<Json>(document).map_or_else(|_| document.to_owned(), |json| json.to_string())
}

/// The accounts that the document trusts in Allow statements: those whose DTS it names, or, in a document without DTS, those that it
/// names themselves. The console creates such a document. The account of the role is not one of them.
pub(super) fn trusted_accounts(document: &str, own_account: &str) -> BTreeSet<String> {
    let Ok(json) = serde_json::from_str::<Json>(document) else { return BTreeSet::new() };
    let named = |kind: &str, account: fn(&str) -> Option<&str>| -> BTreeSet<String> {
        as_list(&json["Statement"])
            .filter(|statement| statement["Effect"] == "Allow")
            .flat_map(|statement| as_list(&statement["Principal"][kind]).filter_map(Json::as_str))
            .filter_map(account)
            .filter(|id| *id != own_account)
            .map(str::to_owned)
            .collect()
    };
    let by_service = named("Service", service_account);
    if by_service.is_empty() { named("RAM", root_account) } else { by_service }
}

/// The statements that [`document`] cannot have, as JSON: those that deny, have a condition, allow another action or name another
/// principal.
pub(super) fn foreign_statements(document: &str) -> Vec<String> {
    let Ok(json) = serde_json::from_str::<Json>(document) else { return Vec::new() };
    as_list(&json["Statement"]).filter(|statement| is_foreign(statement)).map(Json::to_string).collect()
}

fn is_foreign(statement: &Json) -> bool {
    let is_ours = |permission: &Permission| {
        let account = match permission.kind.as_str() {
            "Service" => service_account(&permission.principal),
            "RAM" => root_account(&permission.principal),
            _ => None,
        };
        account.is_some() && permission.action == "sts:AssumeRole" && permission.rest == r#"{"Effect":["Allow"]}"#
    };
    !permissions(statement).iter().all(is_ours)
}

/// The account whose DTS a service principal names.
fn service_account(principal: &str) -> Option<&str> {
    principal.strip_suffix("@dts.aliyuncs.com")
}

/// The account that a RAM principal names.
fn root_account(principal: &str) -> Option<&str> {
    principal.strip_prefix("acs:ram::")?.strip_suffix(":root")
}

fn as_list(json: &Json) -> Box<dyn Iterator<Item = &Json> + '_> {
    match json {
        Json::Array(items) => Box::new(items.iter()),
        Json::Null => Box::new(std::iter::empty()),
        one => Box::new(std::iter::once(one)),
    }
}

/// One action for one principal: the smallest part of a statement.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Permission {
    action: String,
    /// `RAM`, `Service` or `Federated`.
    kind: String,
    principal: String,
    /// All else that the statement has: its effect, a condition, keys that are not documented.
    rest: String,
}

/// The permissions of a document, and the rest of it.
fn meaning(document: &Json) -> (BTreeSet<Permission>, Json) {
    let permissions = as_list(&document["Statement"]).flat_map(permissions).collect();
    let mut rest = document.clone();
    if let Json::Object(keys) = &mut rest {
        keys.remove("Statement");
    }
    (permissions, rest)
}

fn permissions(statement: &Json) -> Vec<Permission> {
    let mut rest = statement.clone();
    if let Json::Object(keys) = &mut rest {
        keys.remove("Action");
        keys.remove("Principal");
        if keys.get("Condition").is_some_and(is_empty) {
            keys.remove("Condition");
        }
    }
    let rest = sorted(&rest).to_string();
    let actions = texts(&statement["Action"]);
    let principals: Vec<(String, String)> = match &statement["Principal"] {
        Json::Object(kinds) => kinds
            .iter()
            .flat_map(|(kind, named)| texts(named).into_iter().map(|principal| (kind.clone(), principal)))
            .collect(),
        other => texts(other).into_iter().map(|principal| (String::new(), principal)).collect(),
    };
    let of_action = |action: &String| -> Vec<Permission> {
        let permission = |(kind, principal): &(String, String)| Permission {
            action: action.clone(),
            kind: kind.clone(),
            principal: principal.clone(),
            rest: rest.clone(),
        };
        principals.iter().map(permission).collect()
    };
    actions.iter().flat_map(of_action).collect()
}

fn is_empty(condition: &Json) -> bool {
    condition.is_null() || condition.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The elements of a list, or the only element. An absent one counts as an element, so that its statement is not lost.
fn texts(json: &Json) -> Vec<String> {
    let text = |item: &Json| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    match json {
        Json::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

/// A lone text is a list of one, and lists are sorted.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(items) => items.iter().map(|(key, item)| (key.clone(), sorted(item))).collect(),
        Json::String(_) => Json::Array(vec![json.clone()]),
        Json::Array(items) => {
            let mut items: Vec<Json> =
                items.iter().map(|item| if item.is_string() { item.clone() } else { sorted(item) }).collect();
            items.sort_by_cached_key(Json::to_string);
            Json::Array(items)
        }
        other => other.clone(),
    }
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

    const OWN: &str = "3456789012345678";

    #[test]
    fn trusted_accounts_are_read_back() {
        let two = ids(&["1234567890123456", "2345678901234567"]);
        assert_eq!(trusted_accounts(&document(&two), OWN), two);
        let rewritten = document(&two).replace("1234567890123456@dts", "dts");
        assert_eq!(trusted_accounts(&rewritten, OWN), ids(&["2345678901234567"]));
    }

    #[test]
    fn without_a_service_the_accounts_themselves_are_trusted() {
        let of_console = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::2345678901234567:root","acs:ram::3456789012345678:root","acs:ram::2345678901234567:user/a"]}}],"Version":"1"}"#;
        assert_eq!(trusted_accounts(of_console, OWN), ids(&["2345678901234567"]));
        assert!(trusted_accounts(&of_console.replace("Allow", "Deny"), OWN).is_empty());
    }

    #[test]
    fn an_empty_condition_and_several_statements_are_no_difference() {
        let written = document(&ids(&["1234567890123456"]));
        let conditioned =
            |condition: &str| written.replace("\"Effect\"", &format!("\"Condition\":{condition},\"Effect\""));
        assert!(same_meaning(&written, &conditioned("{}")));
        assert!(!same_meaning(&written, &conditioned(r#"{"StringEquals":{"sts:ExternalId":"x"}}"#)));
        let statement =
            |principal: &str| format!(r#"{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{principal}}}"#);
        let (ram, service) =
            (r#"{"RAM":"acs:ram::1234567890123456:root"}"#, r#"{"Service":"1234567890123456@dts.aliyuncs.com"}"#);
        let split = format!(r#"{{"Version":"1","Statement":[{},{}]}}"#, statement(ram), statement(service));
        assert!(same_meaning(&written, &split));
        let half = format!(r#"{{"Version":"1","Statement":[{}]}}"#, statement(ram));
        assert!(!same_meaning(&written, &half));
        let more = split.replacen(']', &format!(",{}]", statement("\"*\"")), 1);
        assert!(!same_meaning(&written, &more));
        assert!(!same_meaning(&written, &split.replace("\"1\"", "\"2\"")));
    }

    #[test]
    fn conditions_compare_by_meaning_as_well() {
        let with = |value: &str| {
            format!(
                r#"{{"Statement":{{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{{"RAM":"a"}},"Condition":{{"IpAddress":{{"acs:SourceIp":{value}}}}}}}}}"#
            )
        };
        assert!(same_meaning(&with("\"10.0.0.0/8\""), &with("[\"10.0.0.0/8\"]")));
        assert!(same_meaning(&with(r#"["a","b"]"#), &with(r#"["b","a"]"#)));
        assert!(!same_meaning(&with("\"a\""), &with("\"b\"")));
    }

    #[test]
    fn statements_that_no_argument_expresses_are_found() {
        let ours = document(&ids(&["1234567890123456"]));
        assert_eq!(foreign_statements(&ours), [""; 0]);
        let deny =
            r#"{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"RAM":"acs:ram::1234567890123456:root"}}"#;
        let found = foreign_statements(&ours.replacen("[{", &format!("[{deny},{{"), 1));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("Deny"), "{found:?}");
        let conditioned =
            ours.replace("\"Effect\"", "\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}},\"Effect\"");
        assert_eq!(foreign_statements(&conditioned).len(), 1);
        assert_eq!(foreign_statements(&ours.replace("1234567890123456@dts", "ecs")).len(), 1, "another service");
        assert_eq!(foreign_statements(&ours.replace("\"Effect\"", "\"Condition\":{},\"Effect\"")).len(), 0);
    }
}
