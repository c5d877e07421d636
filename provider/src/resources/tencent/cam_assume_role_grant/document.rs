//! The policy document: written, read, and compared by meaning.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::{
    resources::shared::role_trust::document::{Syntax, as_list},
    rules::tencent::parse_role_arn,
};

/// The action that the policy allows, without the beginning that makes no difference.
const ASSUME_ROLE: &str = "sts:AssumeRole";

/// How CAM writes a document. The resource of a statement takes the place of the principal, which such a document does not have.
const SYNTAX: Syntax = Syntax {
    statement: "statement",
    action: "action",
    action_prefix: "name/",
    principal: "resource",
    condition: "condition",
};

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    /// The roles that it allows to assume.
    pub(super) roles: BTreeSet<String>,
    /// Statements about such roles that deny, or have a condition or another element that no argument expresses.
    pub(super) restrictions: Vec<Json>,
    /// The statements about anything else. The apply keeps them.
    pub(super) foreign: Vec<Json>,
}

/// The document that allows to assume the roles. The statements about anything else follow.
pub(super) fn document(roles: &BTreeSet<String>, foreign: &[Json]) -> String {
    let ours = json!({
        "action": [format!("name/{ASSUME_ROLE}")],
        "effect": "allow",
        "resource": roles,
    });
    let statements: Vec<&Json> = std::iter::once(&ours).chain(foreign).collect();
    json!({ "statement": statements, "version": "2.0" }).to_string()
}

/// Whether two documents mean the same.
pub(super) fn same_meaning(a: &str, b: &str) -> bool {
    SYNTAX.same_meaning(a, b)
}

/// What a document says.
pub(super) fn content_of(document: &str) -> Content {
    let json = serde_json::from_str::<Json>(document).unwrap_or_default();
    let mut content = Content::default();
    for statement in as_list(&json["statement"]) {
        let permissions = SYNTAX.permissions(statement);
        let is_about_roles = !permissions.is_empty()
            && permissions.iter().all(|one| one.action == ASSUME_ROLE && parse_role_arn(&one.principal).is_some());
        if !is_about_roles {
            content.foreign.push(statement.clone());
        } else if is_plain(statement) {
            content.roles.extend(permissions.into_iter().map(|permission| permission.principal));
        } else {
            content.restrictions.push(statement.clone());
        }
    }
    content
}

/// Whether a statement allows, without a condition or another element.
fn is_plain(statement: &Json) -> bool {
    let keys = ["action", "effect", "resource"];
    let is_empty = |json: &Json| json.is_null() || json.as_object().is_some_and(serde_json::Map::is_empty);
    statement["effect"] == "allow"
        && statement.as_object().is_some_and(|all| {
            all.iter().all(|(key, value)| keys.contains(&key.as_str()) || (key == "condition" && is_empty(value)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "qcs::cam::uin/700000000001:roleName/DTS-role";
    const OTHER: &str = "qcs::cam::uin/700000000003:roleName/DTS-role";

    fn roles(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_document_is_the_documented_one() {
        let expected = r#"{"statement":[{"action":["name/sts:AssumeRole"],"effect":"allow","resource":["qcs::cam::uin/700000000001:roleName/DTS-role"]}],"version":"2.0"}"#;
        assert_eq!(document(&roles(&[ROLE]), &[]), expected);
    }

    #[test]
    fn order_and_single_elements_do_not_matter_but_content_does() {
        let written = document(&roles(&[ROLE, OTHER]), &[]);
        let stored = format!(
            r#"{{"version":"2.0","statement":[{{"effect":"allow","action":"sts:AssumeRole","resource":"{OTHER}"}},{{"effect":"allow","action":["name/sts:AssumeRole"],"condition":{{}},"resource":["{}"]}}]}}"#,
            ROLE.replace('/', "\\/")
        );
        assert!(same_meaning(&written, &stored));
        assert_eq!(content_of(&stored), Content { roles: roles(&[ROLE, OTHER]), ..Content::default() });
        assert!(!same_meaning(&written, &stored.replace("allow", "deny")));
        assert!(!same_meaning(&written, &document(&roles(&[ROLE]), &[])));
    }

    #[test]
    fn statements_about_roles_are_ours_and_all_others_are_foreign() {
        let ours = document(&roles(&[ROLE]), &[]);
        for (what, with) in [
            ("\"allow\"", "\"deny\""),
            ("\"effect\"", "\"condition\":{\"ip_equal\":{\"qcs:ip\":\"10.0.0.0/8\"}},\"effect\""),
        ] {
            let content = content_of(&ours.replace(what, with));
            assert_eq!((content.roles.len(), content.restrictions.len(), content.foreign.len()), (0, 1, 0), "{what}");
        }
        for (what, with) in [(ROLE, "*"), ("name/sts:AssumeRole", "name/cos:GetObject"), ("\"resource\"", "\"other\"")]
        {
            let content = content_of(&ours.replace(what, with));
            assert_eq!((content.roles.len(), content.restrictions.len(), content.foreign.len()), (0, 0, 1), "{what}");
            let kept = document(&roles(&[ROLE]), &content.foreign);
            assert_eq!(content_of(&kept), Content { roles: roles(&[ROLE]), ..content });
        }
    }
}
