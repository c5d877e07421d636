//! A `moved` block that moves the RAM role of another provider here.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    moves::{MoveSource, Moved},
    private::Private,
};

use super::{
    TYPE,
    model::TrustModel,
    trust_policy::{accounts_of_dts, canonical},
};
use crate::resources::shared::moved::{ALICLOUD, attachment, mark_unread};

const SOURCE: &str = "alicloud_ram_role";
const ATTACHMENT: &str = "alicloud_ram_role_policy_attachment";

/// The role that a stored role becomes.
///
/// # Errors
/// It is no role, or not a role for DTS.
pub(super) fn move_from(source: &MoveSource) -> Result<Moved<TrustModel>, Diagnostics> {
    if source.type_name == ATTACHMENT {
        return Err(attachment(ATTACHMENT, TYPE).into());
    }
    let stored = ALICLOUD.attributes(source, &[SOURCE], TYPE)?;
    let name = ["role_name", "name", "id"].into_iter().find_map(|key| stored.text(key)).unwrap_or_default();
    let arn = stored.text("arn");
    let account_id = arn.and_then(account_of);
    let document = stored.text("assume_role_policy_document").or(stored.text("document")).unwrap_or_default();
    let trusted = accounts_of_dts(document, account_id.unwrap_or_default());
    if trusted.is_empty() {
        return Err(not_for_dts(name).into());
    }
    let text = |text: Option<&str>| -> Attr<String> { text.map(str::to_owned).into() };
    let state = TrustModel {
        id: name.into(),
        role_name: name.into(),
        trusted_account_ids: Set(trusted.into_iter().map(Attr::Known).collect()).into(),
        description: text(stored.text("description")),
        max_session_duration: stored.number("max_session_duration").into(),
        force_detach_policies: stored.flag("force").into(),
        tags: stored.tags("tags"),
        account_id: text(account_id),
        arn: text(arn),
        role_id: text(stored.text("role_id")),
        trust_policy: canonical(document).into(),
        create_date: text(stored.text("create_time")),
        ..TrustModel::default()
    };
    let mut private = Private::default();
    mark_unread(&mut private, SOURCE);
    Ok(Moved { state, private, warnings: Diagnostics::new() })
}

/// The account in the ARN of a role: `acs:ram::1234567890123456:role/ram-for-dts`.
fn account_of(arn: &str) -> Option<&str> {
    arn.strip_prefix("acs:ram::")?.split(':').next()
}

fn not_for_dts(name: &str) -> Diagnostic {
    Diagnostic::error(
        "The role is not a role for DTS",
        format!(
            "The trust policy of RAM role {name:?} does not name the DTS of another account (<account ID>@dts.aliyuncs.com), so it cannot be \
             moved to {TYPE}. Keep {SOURCE} for this role."
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn moved(type_name: &str, stored: &Json) -> Result<TrustModel, String> {
        let source = MoveSource {
            provider: "registry.terraform.io/aliyun/alicloud".to_owned(),
            type_name: type_name.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        };
        let error = |errors: Diagnostics| errors.into_iter().next().map(|error| error.detail).unwrap_or_default();
        move_from(&source).map(|moved| moved.state).map_err(error)
    }

    fn stored(document: &str) -> Json {
        json!({
            "id": "ram-for-dts", "role_name": "ram-for-dts", "assume_role_policy_document": document, "description": "for DTS",
            "max_session_duration": null, "arn": "acs:ram::2345678901234567:role/ram-for-dts", "role_id": "3001",
            "create_time": "2026-01-01T00:00:00Z", "tags": {}, "force": true, "services": ["x"],
        })
    }

    const DOCUMENT: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::1234567890123456:root"],"Service":["1234567890123456@dts.aliyuncs.com"]}}],"Version":"1"}"#;

    #[test]
    fn a_role_becomes_a_trust() {
        let state = moved(SOURCE, &stored(DOCUMENT)).unwrap();
        assert_eq!((state.id.as_str(), state.role_name.as_str()), (Some("ram-for-dts"), Some("ram-for-dts")));
        let trusted: Vec<&str> = state.trusted_account_ids.get().unwrap().known().map(String::as_str).collect();
        assert_eq!(trusted, ["1234567890123456"]);
        assert_eq!((state.account_id.as_str(), state.role_id.as_str()), (Some("2345678901234567"), Some("3001")));
        assert_eq!(state.force_detach_policies.get(), Some(&true));
        assert!(
            state.max_session_duration.is_null() && state.tags.is_null(),
            "the default is added, and no tags are no tags"
        );
    }

    #[test]
    fn a_role_of_an_older_provider_version_has_its_document_in_another_key() {
        let mut old = stored("");
        for key in ["role_name", "assume_role_policy_document", "create_time", "tags", "role_id"] {
            old.as_object_mut().unwrap().remove(key);
        }
        old["name"] = "ram-for-dts".into();
        old["document"] = DOCUMENT.into();
        assert_eq!(moved(SOURCE, &old).unwrap().role_name.as_str(), Some("ram-for-dts"));
    }

    #[test]
    fn a_role_for_another_service_and_an_attachment_are_rejected() {
        let other = DOCUMENT.replace("1234567890123456@dts.aliyuncs.com", "ecs.aliyuncs.com");
        assert!(moved(SOURCE, &stored(&other)).unwrap_err().contains("does not name the DTS of another account"));
        assert!(moved(ATTACHMENT, &json!({})).unwrap_err().contains("destroy = false"));
    }
}
