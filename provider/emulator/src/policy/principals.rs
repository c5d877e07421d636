//! Who a trust statement is about. The documentation of RAM has these forms, and none of them has wildcards:
//!
//! | kind | forms |
//! |---|---|
//! | `RAM` | `acs:ram::<account ID>:root`, `acs:ram::<account ID>:user/<name>`, `acs:ram::<account ID>:role/<name>` |
//! | `Service` | `ecs.aliyuncs.com`, `<account ID>@dts.aliyuncs.com` |
//! | `Federated` | `acs:ram::<account ID>:saml-provider/<name>`, `acs:ram::<account ID>:oidc-provider/<name>` |
//!
//! CAM has these:
//!
//! | kind | forms |
//! |---|---|
//! | `qcs` | `qcs::cam::uin/<UIN>:root`, `:uin/<UIN of a user>`, `:roleName/<name>`, `:role/<ID>`, `:saml-provider/<name>`, `:oidc-provider/<name>` |
//! | `service` | `scf.qcloud.com`, `cvm.cloud.tencent.com` |
//! | `federated` | the same as the providers of `qcs` |

use serde_json::Value;

use super::language::Language;
use super::malformed::{Malformed, malformed, texts};

/// The principals of a statement, each by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Principals {
    /// Accounts, users and roles; `RAM` or `qcs`.
    pub(super) ram: Vec<String>,
    pub(super) service: Vec<String>,
    /// Identity providers.
    pub(super) federated: Vec<String>,
}

impl Principals {
    pub(super) fn parse(value: &Value, language: &Language) -> Result<Self, Malformed> {
        let Value::Object(map) = value else { return malformed("Principal must be a JSON object") };
        let mut found = Self::default();
        for (kind, names) in map {
            let names = texts(names, "Principal")?;
            match (language, kind.as_str()) {
                (Language::Ram, "RAM") | (Language::Cam { .. }, "qcs") => found.ram = names,
                (Language::Ram, "Service") | (Language::Cam { .. }, "service") => found.service = names,
                (Language::Ram, "Federated") | (Language::Cam { .. }, "federated") => found.federated = names,
                (_, other) => return Err(Malformed::new(format!("Principal has the unknown kind {other}"))),
            }
        }
        Ok(found)
    }

    /// Refuses a principal that does not have one of the documented forms.
    pub(super) fn check(&self, language: &Language) -> Result<(), Malformed> {
        if let Language::Cam { .. } = language {
            let form = "qcs::cam::uin/<UIN>:root, :uin/<UIN>, :roleName/<name> or :saml-provider/<name>";
            valid("qcs", &self.ram, is_qcs, form)?;
            valid("service", &self.service, |name| !name.contains('@') && is_service(name), "<service>.qcloud.com")?;
            return valid("federated", &self.federated, is_qcs, form);
        }
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

fn is_qcs(name: &str) -> bool {
    let Some((account, entity)) = name.strip_prefix("qcs::cam::uin/").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let kinds = ["roleName/", "role/", "saml-provider/", "oidc-provider/"];
    let is_entity = |kind: &&str| {
        let named = entity.strip_prefix(*kind).filter(|name| !name.is_empty());
        named.is_some_and(|name| !name.contains(['*', ':', ' ']))
    };
    is_account(account)
        && (entity == "root" || entity.strip_prefix("uin/").is_some_and(is_account) || kinds.iter().any(is_entity))
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
    use super::{Language, Principals};

    fn check(kind: &str, name: &str) -> Result<(), String> {
        let language = if ["qcs", "service", "federated"].contains(&kind) {
            Language::Cam { owner: String::new() }
        } else {
            Language::Ram
        };
        let principals = Principals::parse(&serde_json::json!({kind: [name]}), &language).unwrap();
        principals.check(&language).map_err(|error| error.to_string())
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
            ("qcs", "qcs::cam::uin/700000000002:root"),
            ("qcs", "qcs::cam::uin/700000000002:uin/700000000021"),
            ("qcs", "qcs::cam::uin/700000000002:roleName/DTS-role"),
            ("federated", "qcs::cam::uin/700000000002:saml-provider/company"),
            ("service", "scf.qcloud.com"),
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
            ("qcs", "*"),
            ("qcs", "qcs::cam::uin/*:root"),
            ("qcs", "qcs::cam::uin/700000000002:*"),
            ("qcs", "qcs::cam::uin/700000000002:roleName/*"),
            ("qcs", "qcs::cam::uin/700000000002:uin/a"),
            ("qcs", "acs:ram::2345678901234567:root"),
            ("service", "1@scf.qcloud.com"),
        ] {
            let error = check(kind, wrong).unwrap_err();
            assert!(error.contains(wrong) && error.contains("valid forms"), "{kind} {wrong}: {error}");
        }
    }
}
