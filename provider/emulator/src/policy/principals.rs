//! Who a trust statement is about. RAM's documentation has these forms, and none of them has wildcards:
//!
//! | kind | forms |
//! |---|---|
//! | `RAM` | `acs:ram::<account ID>:root`, `acs:ram::<account ID>:user/<name>`, `acs:ram::<account ID>:role/<name>` |
//! | `Service` | `ecs.aliyuncs.com`, `<account ID>@dts.aliyuncs.com` |
//! | `Federated` | `acs:ram::<account ID>:saml-provider/<name>`, `acs:ram::<account ID>:oidc-provider/<name>` |

use serde_json::Value;

use super::malformed::{Malformed, malformed, texts};

/// The principals of a statement, each by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Principals {
    pub(super) ram: Vec<String>,
    pub(super) service: Vec<String>,
    /// Identity providers.
    pub(super) federated: Vec<String>,
}

impl Principals {
    pub(super) fn parse(value: &Value) -> Result<Self, Malformed> {
        let Value::Object(map) = value else { return malformed("Principal must be a JSON object") };
        let mut found = Self::default();
        for (kind, names) in map {
            let names = texts(names, "Principal")?;
            match kind.as_str() {
                "RAM" => found.ram = names,
                "Service" => found.service = names,
                "Federated" => found.federated = names,
                other => return Err(Malformed::new(format!("Principal has the unknown kind {other}"))),
            }
        }
        Ok(found)
    }

    /// Refuses a principal that does not have one of the documented forms.
    pub(super) fn check(&self) -> Result<(), Malformed> {
        valid("RAM", &self.ram, is_ram, "acs:ram::<account ID>:root, :user/<name> or :role/<name>")?;
        let service = "<service>.aliyuncs.com or <account ID>@<service>.aliyuncs.com";
        valid("Service", &self.service, is_service, service)?;
        let provider = "acs:ram::<account ID>:saml-provider/<name> or acs:ram::<account ID>:oidc-provider/<name>";
        valid("Federated", &self.federated, is_provider, provider)
    }
}

fn valid(kind: &str, names: &[String], is_valid: impl Fn(&str) -> bool, form: &str) -> Result<(), Malformed> {
    match names.iter().find(|name| !is_valid(name)) {
        None => Ok(()),
        Some(name) => {
            let what = format!("the {kind} principal {name} is not valid; valid forms: {form}, without wildcards");
            Err(Malformed::new(what))
        }
    }
}

fn is_ram(name: &str) -> bool {
    match of_account(name) {
        Some("root") => true,
        Some(entity) => ["user/", "role/"].iter().any(|kind| entity.strip_prefix(kind).is_some_and(is_name)),
        None => false,
    }
}

fn is_provider(name: &str) -> bool {
    let kinds = ["saml-provider/", "oidc-provider/"];
    of_account(name).is_some_and(|entity| kinds.iter().any(|kind| entity.strip_prefix(kind).is_some_and(is_name)))
}

fn is_service(name: &str) -> bool {
    let host = match name.split_once('@') {
        Some((account, host)) if is_account(account) => host,
        Some(_) => return false,
        None => name,
    };
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    host.contains('.') && host.split('.').all(is_label)
}

/// What follows the account in `acs:ram::<account ID>:…`.
fn of_account(name: &str) -> Option<&str> {
    let (account, entity) = name.strip_prefix("acs:ram::")?.split_once(':')?;
    is_account(account).then_some(entity)
}

fn is_account(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::Principals;

    fn check(kind: &str, name: &str) -> Result<(), String> {
        let principals = Principals::parse(&serde_json::json!({kind: [name]})).unwrap();
        principals.check().map_err(|error| error.to_string())
    }

    #[test]
    fn the_documented_forms_are_accepted_and_others_are_not() {
        for (kind, valid) in [
            ("RAM", "acs:ram::2345678901234567:root"),
            ("RAM", "acs:ram::2345678901234567:user/alice.b_c-d"),
            ("RAM", "acs:ram::2345678901234567:role/ram-for-dts"),
            ("Service", "ecs.aliyuncs.com"),
            ("Service", "2345678901234567@dts.aliyuncs.com"),
            ("Federated", "acs:ram::2345678901234567:saml-provider/company"),
            ("Federated", "acs:ram::2345678901234567:oidc-provider/ci"),
        ] {
            assert_eq!(check(kind, valid), Ok(()), "{kind} {valid}");
        }
        for (kind, wrong) in [
            ("RAM", "*"),
            ("RAM", "2345678901234567"),
            ("RAM", "acs:ram::*:root"),
            ("RAM", "acs:ram:::root"),
            ("RAM", "acs:ram::2345678901234567:*"),
            ("RAM", "acs:ram::2345678901234567:user/*"),
            ("RAM", "acs:ram::2345678901234567:role/"),
            ("RAM", "acs:ram::2345678901234567:group/ops"),
            ("RAM", "dts.aliyuncs.com"),
            ("Service", "*"),
            ("Service", "*@dts.aliyuncs.com"),
            ("Service", "@dts.aliyuncs.com"),
            ("Service", "dts"),
            ("Service", "acs:ram::2345678901234567:root"),
            ("Federated", "ci"),
            ("Federated", "acs:ram::2345678901234567:oidc-provider/*"),
            ("Federated", "acs:ram::2345678901234567:root"),
        ] {
            let error = check(kind, wrong).unwrap_err();
            assert!(error.contains(wrong) && error.contains("valid forms"), "{kind} {wrong}: {error}");
        }
    }
}
