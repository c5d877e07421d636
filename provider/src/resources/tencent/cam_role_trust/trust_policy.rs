//! The trust policy document: written, read, and compared by meaning.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::resources::shared::role_trust::document::{Permission, Syntax, as_list};

/// The key of the external ID in a condition.
const EXTERNAL_ID: &str = "sts:external_id";
/// The operator of its condition.
const EQUAL: &str = "string_equal";

/// How CAM writes a document.
const SYNTAX: Syntax = Syntax {
    statement: "statement",
    action: "action",
    action_prefix: "name/",
    principal: "principal",
    condition: "condition",
};

/// The document that lets root accounts assume the role, with the external ID if there is one.
pub(crate) fn document(account_ids: &BTreeSet<String>, external_id: Option<&str>) -> String {
    let accounts: Vec<String> = account_ids.iter().map(|id| format!("qcs::cam::uin/{id}:root")).collect();
    let mut statement = json!({
        "action": "name/sts:AssumeRole",
        "effect": "allow",
        "principal": { "qcs": accounts },
    });
    if let (Some(id), Json::Object(keys)) = (external_id, &mut statement) {
        keys.insert("condition".to_owned(), json!({ EQUAL: { EXTERNAL_ID: id } }));
    }
    json!({ "statement": [statement], "version": "2.0" }).to_string()
}

/// Whether two documents mean the same.
pub(super) fn same_meaning(a: &str, b: &str) -> bool {
    SYNTAX.same_meaning(a, b)
}

/// The root accounts that the document trusts in statements that allow. The account of the role is not one of them.
pub(super) fn trusted_accounts(document: &str, own_account: &str) -> BTreeSet<String> {
    let Ok(json) = serde_json::from_str::<Json>(document) else { return BTreeSet::new() };
    as_list(&json["statement"])
        .filter(|statement| statement["effect"] == "allow")
        .flat_map(|statement| as_list(&statement["principal"]["qcs"]).filter_map(Json::as_str))
        .filter_map(root_account)
        .filter(|id| *id != own_account)
        .map(str::to_owned)
        .collect()
}

/// The external ID that the document requires. None if it requires none, or several.
pub(super) fn external_id(document: &str) -> Option<String> {
    let json = serde_json::from_str::<Json>(document).ok()?;
    let ids: BTreeSet<String> = as_list(&json["statement"])
        .flat_map(|statement| as_list(&statement["condition"][EQUAL][EXTERNAL_ID]).filter_map(Json::as_str))
        .map(str::to_owned)
        .collect();
    let mut ids = ids.into_iter();
    ids.next().filter(|_| ids.next().is_none())
}

/// The statements that [`document`] cannot have, as JSON without their external IDs: those that deny, have another condition, allow
/// another action or name another principal.
pub(super) fn foreign_statements(document: &str) -> Vec<String> {
    let hidden = |statement: String| {
        let Ok(mut json) = serde_json::from_str::<Json>(&statement) else { return String::new() };
        for operator in
            json.get_mut("condition").and_then(Json::as_object_mut).into_iter().flat_map(|it| it.values_mut())
        {
            if let Some(id) = operator.get_mut(EXTERNAL_ID) {
                *id = json!("(sensitive value)");
            }
        }
        json.to_string()
    };
    SYNTAX.statements_with(document, is_foreign).into_iter().map(hidden).collect()
}

fn is_foreign(statement: &Json) -> bool {
    let rest = [statement["condition"].as_object().is_some_and(|condition| {
        condition.iter().any(|(operator, keys)| {
            operator != EQUAL || keys.as_object().is_none_or(|keys| keys.keys().any(|key| key != EXTERNAL_ID))
        })
    })];
    let is_ours = |permission: &Permission| {
        permission.kind == "qcs"
            && root_account(&permission.principal).is_some()
            && permission.action == "sts:AssumeRole"
    };
    let keys = ["action", "effect", "principal", "condition"];
    let has_other_keys = statement.as_object().is_none_or(|all| all.keys().any(|key| !keys.contains(&key.as_str())));
    rest.contains(&true)
        || has_other_keys
        || statement["effect"] != "allow"
        || !SYNTAX.permissions(statement).iter().all(is_ours)
}

/// The root account that a principal names.
fn root_account(principal: &str) -> Option<&str> {
    principal.strip_prefix("qcs::cam::uin/")?.strip_suffix(":root")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_document_is_the_documented_one() {
        let expected = r#"{"statement":[{"action":"name/sts:AssumeRole","condition":{"string_equal":{"sts:external_id":"ext-1"}},"effect":"allow","principal":{"qcs":["qcs::cam::uin/700000000002:root"]}}],"version":"2.0"}"#;
        assert_eq!(document(&ids(&["700000000002"]), Some("ext-1")), expected);
        assert!(!document(&ids(&["700000000002"]), None).contains("condition"));
    }

    #[test]
    fn order_and_single_elements_do_not_matter_but_content_does() {
        let written = document(&ids(&["700000000002", "700000000003"]), Some("ext-1"));
        let stored = r#"{"version":"2.0","statement":{"effect":"allow","action":["sts:AssumeRole"],"condition":{"string_equal":{"sts:external_id":["ext-1"]}},"principal":{"qcs":["qcs::cam::uin\/700000000003:root","qcs::cam::uin\/700000000002:root"]}}}"#;
        assert!(same_meaning(&written, stored));
        assert!(!same_meaning(&written, &stored.replace("allow", "deny")));
        assert!(!same_meaning(&written, &stored.replace("ext-1", "ext-2")));
        assert!(!same_meaning(&written, &document(&ids(&["700000000002", "700000000003"]), None)));
        assert!(!same_meaning(&written, &document(&ids(&["700000000002"]), Some("ext-1"))));
    }

    #[test]
    fn accounts_and_external_id_are_read_back() {
        let two = ids(&["700000000002", "700000000003"]);
        let written = document(&two, Some("ext-1"));
        assert_eq!(trusted_accounts(&written, "700000000001"), two);
        assert_eq!(trusted_accounts(&written, "700000000002"), ids(&["700000000003"]));
        assert_eq!(external_id(&written).as_deref(), Some("ext-1"));
        assert_eq!(external_id(&document(&two, None)), None);
        assert_eq!(external_id(&written.replace("\"ext-1\"", "[\"a1\",\"a2\"]")), None);
    }

    #[test]
    fn statements_that_no_argument_expresses_are_found_without_their_external_id() {
        let ours = document(&ids(&["700000000002"]), Some("ext-1"));
        assert_eq!(foreign_statements(&ours), [""; 0]);
        let deny = ours.replace("allow", "deny");
        let found = foreign_statements(&deny);
        assert!(found.len() == 1 && found[0].contains("deny") && !found[0].contains("ext-1"), "{found:?}");
        for (what, with) in [
            ("\"qcs\"", "\"service\""),
            (":root", ":saml-provider/idp"),
            ("sts:AssumeRole", "sts:GetFederationToken"),
            ("string_equal", "string_not_equal"),
            ("\"effect\"", "\"resource\":\"*\",\"effect\""),
        ] {
            assert_eq!(foreign_statements(&ours.replace(what, with)).len(), 1, "{what}");
        }
    }
}
