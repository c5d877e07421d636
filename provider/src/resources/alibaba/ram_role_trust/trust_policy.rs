//! The trust policy document: written, read, and compared by meaning.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

pub(super) use crate::resources::shared::role_trust::document::canonical;
use crate::resources::shared::role_trust::document::{Permission, Syntax, as_list};

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

/// How RAM writes a document.
const SYNTAX: Syntax = Syntax {
    statement: "Statement",
    action: "Action",
    action_prefix: "",
    principal: "Principal",
    condition: "Condition",
};

/// Whether two documents mean the same.
pub(super) fn same_meaning(a: &str, b: &str) -> bool {
    SYNTAX.same_meaning(a, b)
}

/// The accounts that the document trusts in Allow statements: those whose DTS it names, or, in a document without DTS, those that it
/// names themselves. The console creates such a document. The account of the role is not one of them.
pub(super) fn trusted_accounts(document: &str, own_account: &str) -> BTreeSet<String> {
    let by_service = accounts_of_dts(document, own_account);
    if by_service.is_empty() { allowed(document, "RAM", root_account, own_account) } else { by_service }
}

/// The accounts whose DTS the document trusts in Allow statements. The account of the role is not one of them.
pub(super) fn accounts_of_dts(document: &str, own_account: &str) -> BTreeSet<String> {
    allowed(document, "Service", service_account, own_account)
}

/// The accounts of the principals of a kind in Allow statements.
fn allowed(document: &str, kind: &str, account: fn(&str) -> Option<&str>, own_account: &str) -> BTreeSet<String> {
    let Ok(json) = serde_json::from_str::<Json>(document) else { return BTreeSet::new() };
    as_list(&json["Statement"])
        .filter(|statement| statement["Effect"] == "Allow")
        .flat_map(|statement| as_list(&statement["Principal"][kind]).filter_map(Json::as_str))
        .filter_map(account)
        .filter(|id| *id != own_account)
        .map(str::to_owned)
        .collect()
}

/// The statements that [`document`] cannot have, as JSON: those that deny, have a condition, allow another action or name another
/// principal.
pub(super) fn foreign_statements(document: &str) -> Vec<String> {
    SYNTAX.statements_with(document, is_foreign)
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
    !SYNTAX.permissions(statement).iter().all(is_ours)
}

/// The account whose DTS a service principal names.
fn service_account(principal: &str) -> Option<&str> {
    principal.strip_suffix("@dts.aliyuncs.com")
}

/// The account that a RAM principal names.
fn root_account(principal: &str) -> Option<&str> {
    principal.strip_prefix("acs:ram::")?.strip_suffix(":root")
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
