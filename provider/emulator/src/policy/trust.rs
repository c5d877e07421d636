//! Trust policies: who may assume a role.

use serde_json::Value;

use super::condition::Circumstances;
use super::document::{Document, Statement};
use super::evaluate::Decision;

/// Who requests to assume a role.
#[derive(Debug, Clone)]
pub(crate) enum Actor {
    /// An identity of RAM or CAM, with each name by which a trust policy can name it.
    Ram(Vec<String>),
    /// A cloud service, like `1234567890123456@dts.aliyuncs.com`.
    Service(String),
    /// The holder of a token of an identity provider.
    Federated(Claims),
}

/// The claims of a token.
#[derive(Debug, Clone)]
pub(crate) struct Claims {
    /// The provider, like `acs:ram::1234567890123456:oidc-provider/ci`.
    pub(crate) provider_arn: String,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) subject: String,
}

/// Whether a trust policy lets this actor assume the role. The circumstances are those of the call, or of the service;
/// the keys that only an assumption of a role has are added here.
pub(crate) fn trust_decides(
    document: &Document,
    actor: &Actor,
    circumstances: &Circumstances,
    external_id: Option<&str>,
) -> Decision {
    let mut known = circumstances.clone().with(document.language().external_id_key(), external_id);
    if let Actor::Federated(Claims { issuer, audience, subject, .. }) = actor {
        for (key, value) in [("oidc:iss", issuer), ("oidc:aud", audience), ("oidc:sub", subject)] {
            known = known.with(key, Some(value));
        }
    }
    let action = match actor {
        Actor::Federated(_) => document.language().web_identity_action(),
        Actor::Ram(_) | Actor::Service(_) => "sts:AssumeRole",
    };
    let applies = |statement: &&Statement| {
        statement.names_action(action) && statement.names(actor) && statement.applies_under(&known)
    };
    Decision::of_effects(document.statements.iter().filter(applies).map(|statement| statement.effect))
}

impl Statement {
    fn names(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Ram(names) => self.principals.ram.iter().any(|principal| names.contains(principal)),
            Actor::Service(name) => self.principals.service.contains(name),
            Actor::Federated(claims) => self.principals.federated.contains(&claims.provider_arn),
        }
    }
}

/// The document as RAM stores it for a role of this owner: `<owner>@<service>` becomes `<service>`, and the JSON text
/// is written again, so that clients have to compare documents by their content.
pub(crate) fn rewritten_for_owner(text: &str, owner: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    let own = format!("{owner}@");
    match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.iter_mut().for_each(|statement| rewrite(statement, &own)),
        Some(statement) => rewrite(statement, &own),
        None => {}
    }
    document.to_string()
}

fn rewrite(statement: &mut Value, own: &str) {
    let strip = |name: &mut Value| {
        if let Some(service) = name.as_str().and_then(|name| name.strip_prefix(own)) {
            *name = Value::String(service.to_owned());
        }
    };
    match statement.get_mut("Principal").and_then(|principal| principal.get_mut("Service")) {
        Some(Value::Array(names)) => names.iter_mut().for_each(strip),
        Some(name) => strip(name),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Actor, Circumstances, Claims, Decision, Document, rewritten_for_owner};

    const TRUSTED: &str = "2345678901234567";

    fn trust(statements: &str) -> Document {
        Document::trust(&format!(r#"{{"Version":"1","Statement":[{statements}]}}"#)).unwrap()
    }

    fn allow(principal: &str, extra: &str) -> String {
        format!(r#"{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}{extra}}}"#)
    }

    fn trust_decides(document: &Document, actor: &Actor, external_id: Option<&str>) -> Decision {
        let now = "2024-06-01T08:30:10Z".parse().unwrap();
        let circumstances = match actor {
            Actor::Service(_) => Circumstances::of_service(now),
            Actor::Ram(_) | Actor::Federated(_) => Circumstances::of_call(now, Some([127, 0, 0, 1].into())),
        };
        super::trust_decides(document, actor, &circumstances, external_id)
    }

    fn dts() -> Actor {
        Actor::Service(format!("{TRUSTED}@dts.aliyuncs.com"))
    }

    #[test]
    fn the_service_of_the_trusted_account_may_assume_the_role_and_no_other() {
        let document = trust(&allow(&format!(r#"{{"Service":["{TRUSTED}@dts.aliyuncs.com"]}}"#), ""));
        assert_eq!(trust_decides(&document, &dts(), None), Decision::Allowed);
        let other = Actor::Service("9999999999999999@dts.aliyuncs.com".to_owned());
        assert_eq!(trust_decides(&document, &other, None), Decision::Silent);
        let plain = trust(&allow(r#"{"Service":"dts.aliyuncs.com"}"#, ""));
        assert_eq!(trust_decides(&plain, &dts(), None), Decision::Silent);
    }

    #[test]
    fn the_ram_principal_alone_does_not_allow_the_service() {
        let document = trust(&allow(&format!(r#"{{"RAM":["acs:ram::{TRUSTED}:root"]}}"#), ""));
        assert_eq!(trust_decides(&document, &dts(), None), Decision::Silent);
        let user = Actor::Ram(vec![format!("acs:ram::{TRUSTED}:root")]);
        assert_eq!(trust_decides(&document, &user, None), Decision::Allowed);
    }

    #[test]
    fn a_deny_statement_wins() {
        let principal = format!(r#"{{"Service":["{TRUSTED}@dts.aliyuncs.com"]}}"#);
        let deny = allow(&principal, "").replace("Allow", "Deny");
        let document = trust(&format!("{},{deny}", allow(&principal, "")));
        assert_eq!(trust_decides(&document, &dts(), None), Decision::Denied);
    }

    /// The usual guard against a confused deputy: all callers without the external ID are denied.
    #[test]
    fn a_deny_with_a_negated_condition_applies() {
        let principal = format!(r#"{{"RAM":"acs:ram::{TRUSTED}:root"}}"#);
        let user = Actor::Ram(vec![format!("acs:ram::{TRUSTED}:root")]);
        let denying = |condition: &str| {
            let deny = allow(&principal, &format!(r#","Condition":{condition}"#)).replace("Allow", "Deny");
            trust(&format!("{},{deny}", allow(&principal, "")))
        };
        let guard = denying(r#"{"StringNotEquals":{"sts:ExternalId":"x1"}}"#);
        assert_eq!(trust_decides(&guard, &user, Some("x1")), Decision::Allowed);
        assert_eq!(trust_decides(&guard, &user, Some("attack")), Decision::Denied);
        assert_eq!(trust_decides(&guard, &user, None), Decision::Denied);
        let elsewhere = denying(r#"{"NotIpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#);
        assert_eq!(trust_decides(&elsewhere, &user, None), Decision::Denied);
        let here = denying(r#"{"NotIpAddress":{"acs:SourceIp":"127.0.0.0/8"}}"#);
        assert_eq!(trust_decides(&here, &user, None), Decision::Allowed);
        let without_mfa = denying(r#"{"Bool":{"acs:MFAPresent":"false"}}"#);
        assert_eq!(trust_decides(&without_mfa, &user, None), Decision::Denied);
    }

    #[test]
    fn the_service_sends_no_external_id_and_its_address_is_not_known() {
        let principal = format!(r#"{{"Service":["{TRUSTED}@dts.aliyuncs.com"]}}"#);
        let conditional = |effect: &str, condition: &str| {
            let one = allow(&principal, &format!(r#","Condition":{condition}"#)).replace("Allow", effect);
            trust(&format!("{},{one}", if effect == "Deny" { allow(&principal, "") } else { one.clone() }))
        };
        let external_id = r#"{"StringEquals":{"sts:ExternalId":"x"}}"#;
        assert_eq!(trust_decides(&conditional("Allow", external_id), &dts(), None), Decision::Silent);
        assert_eq!(trust_decides(&conditional("Deny", external_id), &dts(), None), Decision::Allowed);
        let address = r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#;
        assert_eq!(trust_decides(&conditional("Allow", address), &dts(), None), Decision::Silent);
        assert_eq!(trust_decides(&conditional("Deny", address), &dts(), None), Decision::Denied);
    }

    /// A document with such a principal is refused when a role is created. A data directory of an earlier version can
    /// still have one.
    #[test]
    fn a_principal_with_a_wildcard_is_malformed_and_matches_nothing() {
        let text = format!(r#"{{"Version":"1","Statement":[{}]}}"#, allow(r#"{"RAM":"acs:ram::*:root"}"#, ""));
        let error = Document::trust(&text).unwrap_err().to_string();
        assert!(error.contains("the RAM principal acs:ram::*:root is not valid"), "{error}");
        let kept = serde_json::json!({"kind": "Trust", "text": text});
        let kept: Document = serde_json::from_value(kept).unwrap();
        let user = Actor::Ram(vec![format!("acs:ram::{TRUSTED}:root")]);
        assert_eq!(trust_decides(&kept, &user, None), Decision::Silent);
    }

    #[test]
    fn a_role_can_be_assumed_with_the_external_id_of_its_trust_policy() {
        let principal = format!(r#"{{"RAM":"acs:ram::{TRUSTED}:root"}}"#);
        let user = Actor::Ram(vec![format!("acs:ram::{TRUSTED}:root")]);
        let external = trust(&allow(&principal, r#","Condition":{"StringEquals":{"sts:ExternalId":"x1"}}"#));
        assert_eq!(trust_decides(&external, &user, Some("x1")), Decision::Allowed);
        assert_eq!(trust_decides(&external, &user, Some("x2")), Decision::Silent);
        assert_eq!(trust_decides(&external, &user, None), Decision::Silent);
        let like = trust(&allow(&principal, r#","Condition":{"StringLike":{"sts:ExternalId":"x*"}}"#));
        assert_eq!(trust_decides(&like, &user, Some("x2")), Decision::Allowed);
        assert_eq!(trust_decides(&like, &user, Some("y")), Decision::Silent);
        let token = trust(&allow(&principal, r#","Condition":{"StringEquals":{"oidc:sub":"s"}}"#));
        assert_eq!(trust_decides(&token, &user, Some("x1")), Decision::Silent);
        let address = trust(&allow(&principal, r#","Condition":{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#));
        assert_eq!(trust_decides(&address, &user, Some("x1")), Decision::Silent);
    }

    #[test]
    fn the_holder_of_a_token_may_assume_the_role_by_provider_and_claims() {
        let holder = |provider: &str, subject: &str| {
            Actor::Federated(Claims {
                provider_arn: format!("acs:ram::1:oidc-provider/{provider}"),
                issuer: "https://ci.example".to_owned(),
                audience: "sts.aliyuncs.com".to_owned(),
                subject: subject.to_owned(),
            })
        };
        let decides = |document: &Document, provider: &str, subject: &str| {
            trust_decides(document, &holder(provider, subject), None)
        };
        let principal = r#"{"Federated":["acs:ram::1:oidc-provider/ci"]}"#;
        let plain = trust(&allow(principal, ""));
        assert_eq!(decides(&plain, "ci", "repo:a"), Decision::Allowed);
        assert_eq!(decides(&plain, "other", "repo:a"), Decision::Silent);
        let ram = trust(&allow(r#"{"RAM":["acs:ram::1:root"]}"#, ""));
        assert_eq!(decides(&ram, "ci", "repo:a"), Decision::Silent, "the account is not its identity provider");
        let exact = r#","Condition":{"StringEquals":{"oidc:iss":"https://ci.example","oidc:aud":["x","sts.aliyuncs.com"],"oidc:sub":"repo:a"}}"#;
        let document = trust(&allow(principal, exact));
        assert_eq!(decides(&document, "ci", "repo:a"), Decision::Allowed);
        assert_eq!(decides(&document, "ci", "repo:b"), Decision::Silent);
        for (said, instead) in [("https://ci.example", "https://x.example"), ("sts.aliyuncs.com", "y")] {
            let other = trust(&allow(principal, &exact.replace(said, instead)));
            assert_eq!(decides(&other, "ci", "repo:a"), Decision::Silent, "{said}");
        }
        let like = trust(&allow(principal, r#","Condition":{"StringLike":{"oidc:sub":"repo:*"}}"#));
        assert_eq!(decides(&like, "ci", "repo:b"), Decision::Allowed);
        assert_eq!(decides(&like, "ci", "job:b"), Decision::Silent);
        let star = trust(&allow(principal, r#","Condition":{"StringEquals":{"oidc:sub":"repo:*"}}"#));
        assert_eq!(decides(&star, "ci", "repo:b"), Decision::Silent, "StringEquals has no wildcards");
        let service = Actor::Service("1@dts.aliyuncs.com".to_owned());
        assert_eq!(trust_decides(&plain, &service, None), Decision::Silent);
    }

    #[test]
    fn the_owners_own_account_is_rewritten_and_others_are_not() {
        let text =
            allow(&format!(r#"{{"RAM":["acs:ram::{TRUSTED}:root"],"Service":["{TRUSTED}@dts.aliyuncs.com"]}}"#), "");
        let text = format!(r#"{{"Version":"1","Statement":[{text}]}}"#);
        let own = rewritten_for_owner(&text, TRUSTED);
        assert!(own.contains(r#""Service":["dts.aliyuncs.com"]"#), "{own}");
        let foreign = rewritten_for_owner(&text, "1234567890123456");
        assert!(foreign.contains(r#""Service":["2345678901234567@dts.aliyuncs.com"]"#), "{foreign}");
    }

    #[test]
    fn a_role_of_cam_is_assumed_by_its_principals_with_its_external_id() {
        let trust = |principal: &str, condition: &str| {
            let text = format!(
                r#"{{"version":"2.0","statement":[{{"effect":"allow","action":"name/sts:AssumeRole","principal":{principal}{condition}}}]}}"#
            );
            Document::cam_trust(&text, "700000000001").unwrap()
        };
        let actor = |uin: &str| Actor::Ram(vec![format!("qcs::cam::uin/{uin}:root")]);
        let says = |document: &Document, uin: &str, external_id: Option<&str>| {
            super::trust_decides(document, &actor(uin), &Circumstances::of_cam_call(None), external_id)
        };
        let target = "700000000002";
        for principal in
            [r#"{"qcs":["qcs::cam::uin/700000000002:root"]}"#, r#"{"qcs":"qcs::cam::uin/700000000002:root"}"#]
        {
            let plain = trust(principal, "");
            assert_eq!(says(&plain, target, None), Decision::Allowed);
            assert_eq!(says(&plain, target, Some("any")), Decision::Allowed);
            assert_eq!(says(&plain, "700000000003", None), Decision::Silent);
            for value in [r#""e-1""#, r#"["e-1","e-2"]"#] {
                let with =
                    trust(principal, &format!(r#","condition":{{"string_equal":{{"sts:external_id":{value}}}}}"#));
                assert_eq!(says(&with, target, Some("e-1")), Decision::Allowed);
                assert_eq!(says(&with, target, Some("e-3")), Decision::Silent);
                assert_eq!(says(&with, target, None), Decision::Silent);
            }
        }
        let service = trust(r#"{"service":"scf.qcloud.com"}"#, "");
        assert_eq!(says(&service, target, None), Decision::Silent);
    }
}
