//! A `moved` block that moves the CAM role of another provider here.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    moves::{MoveSource, Moved},
    private::Private,
};

use super::{
    TYPE,
    model::TrustModel,
    trust_policy::{external_id, trusted_accounts},
};
use crate::{
    resources::shared::{
        moved::{TENCENTCLOUD, attachment, mark_unread},
        role_trust::document::canonical,
    },
    rules::tencent::role_name,
};

const SOURCE: &str = "tencentcloud_cam_role";
/// The same role, with its name as its ID.
const BY_NAME: &str = "tencentcloud_cam_role_by_name";
const ATTACHMENTS: [&str; 2] =
    ["tencentcloud_cam_role_policy_attachment", "tencentcloud_cam_role_policy_attachment_by_name"];

/// The role that a stored role becomes.
///
/// # Errors
/// It is no role, or one that DTS cannot use.
pub(super) fn move_from(source: &MoveSource) -> Result<Moved<TrustModel>, Diagnostics> {
    if ATTACHMENTS.contains(&source.type_name.as_str()) {
        return Err(attachment(&source.type_name, TYPE).into());
    }
    let stored = TENCENTCLOUD.attributes(source, &[SOURCE, BY_NAME], TYPE)?;
    let name = stored.text("name").unwrap_or_default();
    role_name().check_text(name).map_err(|problem| unusable(&source.type_name, name, &problem))?;
    let arn = stored.text("role_arn");
    let account_id = arn.and_then(account_of);
    let document = stored.text_or_empty("document");
    let trusted = trusted_accounts(document, account_id.unwrap_or_default());
    if trusted.is_empty() {
        return Err(unusable(&source.type_name, name, "its trust policy names no root account of Tencent Cloud").into());
    }
    let text = |text: Option<&str>| -> Attr<String> { text.map(str::to_owned).into() };
    let state = TrustModel {
        id: name.into(),
        role_name: name.into(),
        trusted_account_ids: Set(trusted.into_iter().map(Attr::Known).collect()).into(),
        external_id: external_id(document).into(),
        description: text(stored.text("description")),
        session_duration: stored.number("session_duration").filter(|seconds| *seconds > 0).into(),
        tags: stored.tags("tags"),
        account_id: text(account_id),
        arn: text(arn),
        // The ID of the other type is the name.
        role_id: text(stored.text("id").filter(|_| source.type_name == SOURCE)),
        trust_policy: canonical(document).into(),
        ..TrustModel::default()
    };
    let mut private = Private::default();
    mark_unread(&mut private, &source.type_name);
    Ok(Moved { state, private, warnings: Diagnostics::new() })
}

/// The account in the ARN of a role: `qcs::cam::uin/100000000001:roleName/DTS-role`.
fn account_of(arn: &str) -> Option<&str> {
    arn.strip_prefix("qcs::cam::uin/")?.split(':').next()
}

fn unusable(type_name: &str, name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "The role cannot be moved",
        format!("{type_name} {name:?} cannot be moved to {TYPE}: {} Keep the role in its provider.", sentence(why)),
    )
}

/// With a full stop.
fn sentence(why: &str) -> String {
    format!("{}.", why.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    const DOCUMENT: &str = r#"{"version":"2.0","statement":[{"action":"name/sts:AssumeRole","effect":"allow","principal":{"qcs":"qcs::cam::uin/100000000002:root"},"condition":{"string_equal":{"sts:external_id":"canary"}}}]}"#;

    fn moved(type_name: &str, stored: &Json) -> Result<Moved<TrustModel>, String> {
        let source = MoveSource {
            provider: "registry.terraform.io/tencentcloudstack/tencentcloud".to_owned(),
            type_name: type_name.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        };
        move_from(&source).map_err(|errors| errors.into_iter().next().unwrap().detail)
    }

    fn stored(name: &str, document: &str) -> Json {
        json!({
            "id": "4611686018427733635", "name": name, "document": document, "description": "", "session_duration": 0,
            "role_arn": format!("qcs::cam::uin/100000000001:roleName/{name}"), "console_login": false, "tags": null,
        })
    }

    #[test]
    fn a_role_becomes_a_trust() {
        let Moved { state, private, .. } = moved(SOURCE, &stored("DTS-role", DOCUMENT)).unwrap();
        assert_eq!((state.id.as_str(), state.role_id.as_str()), (Some("DTS-role"), Some("4611686018427733635")));
        assert_eq!((state.account_id.as_str(), state.external_id.as_str()), (Some("100000000001"), Some("canary")));
        assert!(state.session_duration.is_null() && state.description.is_null());
        assert!(!format!("{private:?}").contains("canary"));
        let by_name = moved(BY_NAME, &stored("DTS-role", DOCUMENT)).unwrap().state;
        assert!(by_name.role_id.is_null());
    }

    #[test]
    fn a_role_that_dts_cannot_use_and_an_attachment_are_rejected() {
        let other = moved(SOURCE, &stored("DTS-role", r#"{"version":"2.0","statement":[]}"#)).unwrap_err();
        assert!(other.contains("names no root account"), "{other}");
        let odd = moved(SOURCE, &stored("DTS+role", DOCUMENT)).unwrap_err();
        assert!(odd.contains("\"DTS+role\" cannot be moved") && !odd.contains("canary"), "{odd}");
        for attachment in ATTACHMENTS {
            assert!(moved(attachment, &json!({})).unwrap_err().contains("destroy = false"));
        }
    }
}
