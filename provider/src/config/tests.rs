use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    path::AttributePath,
    provider::Provider as _,
};

use super::alibaba::{Alibaba, AssumeRole, AssumeRoleWithOidc};
use super::tencent::{AssumeRole as CamRole, Tencent};
use super::*;

fn problems(alibaba: Alibaba) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new();
    let config = ProviderModel { alibaba: Attr::Known(alibaba), ..ProviderModel::default() };
    Dts { environment: Environment::default() }.validate(&config, &mut diagnostics);
    diagnostics.into_iter().collect()
}

#[test]
fn one_source_of_credentials_is_enough() {
    let key = || Alibaba { access_key_id: "id".into(), access_key_secret: "secret".into(), ..Alibaba::default() };
    let profile = || Alibaba { profile: "p".into(), ..Alibaba::default() };
    let machine = || Alibaba { ecs_role_name: "web".into(), ..Alibaba::default() };
    let oidc = || Alibaba { assume_role_with_oidc: Attr::Known(AssumeRoleWithOidc::default()), ..Alibaba::default() };
    for alone in [key(), profile(), machine(), oidc(), Alibaba::default()] {
        assert!(problems(alone.clone()).is_empty(), "{alone:?}");
    }
    let two = [
        (Alibaba { profile: "p".into(), ..key() }, "access_key_id and profile.", "profile"),
        (Alibaba { ecs_role_name: "web".into(), ..profile() }, "profile and ecs_role_name.", "ecs_role_name"),
        (
            Alibaba { ecs_role_name: "web".into(), ..oidc() },
            "ecs_role_name and assume_role_with_oidc.",
            "assume_role_with_oidc",
        ),
        (
            Alibaba { access_key_id: "id".into(), ..oidc() },
            "access_key_id and assume_role_with_oidc.",
            "assume_role_with_oidc",
        ),
    ];
    for (both, named, at) in two {
        let found = problems(both);
        let twice = found.iter().find(|diagnostic| diagnostic.summary == "Two sources of credentials").unwrap();
        assert!(twice.detail.contains(named), "{}", twice.detail);
        assert_eq!(twice.path, AttributePath::of(&["alibaba", at]));
    }
    assert!(problems(Alibaba { profile: Attr::Unknown, ..machine() }).is_empty(), "an unknown value may be null");
}

#[test]
fn account_id_must_be_one_of_the_allowed_ids() {
    let problems_at = |ids: Vec<Attr<String>>| {
        let mut diagnostics = Diagnostics::new();
        let alibaba = Alibaba { account_id: "1234567890123456".into(), ..Alibaba::default() };
        let config = ProviderModel {
            alibaba: Attr::Known(alibaba),
            allowed_account_ids: Attr::Known(Set(ids)),
            ..ProviderModel::default()
        };
        Dts { environment: Environment::default() }.validate(&config, &mut diagnostics);
        diagnostics.into_iter().map(|diagnostic| diagnostic.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(problems_at(vec!["2345678901234567".into()]), ["alibaba.account_id"]);
    assert!(problems_at(vec!["2345678901234567".into(), "1234567890123456".into()]).is_empty());
    assert!(
        problems_at(vec!["2345678901234567".into(), Attr::Unknown]).is_empty(),
        "the unknown one may be the right one"
    );
}

#[test]
fn a_security_token_needs_a_key() {
    let token = || Alibaba { security_token: "t".into(), ..Alibaba::default() };
    let alone = problems(token());
    assert_eq!(alone.len(), 1, "{alone:?}");
    assert_eq!(alone[0].path, AttributePath::of(&["alibaba", "security_token"]));
    let key = Alibaba { access_key_id: "id".into(), access_key_secret: "secret".into(), ..token() };
    assert!(problems(key).is_empty());
    let later = Alibaba { access_key_id: Attr::Unknown, access_key_secret: Attr::Unknown, ..token() };
    assert!(problems(later).is_empty(), "the key may be set");
}

#[test]
fn the_role_must_belong_to_the_account_of_the_block() {
    const OWN: &str = "acs:ram::1234567890123456:role/a";
    const OTHER: &str = "acs:ram::2345678901234567:role/a";
    let role = |arn: &str| Attr::Known(AssumeRole { role_arn: arn.into(), ..AssumeRole::default() });
    let oidc = |arn: &str| Attr::Known(AssumeRoleWithOidc { role_arn: arn.into(), ..AssumeRoleWithOidc::default() });
    let of = |block: Alibaba, allowed: &[&str]| {
        let mut diagnostics = Diagnostics::new();
        let ids = allowed.iter().map(|id| (*id).to_owned()).collect::<Set<String>>();
        let allowed_account_ids = if allowed.is_empty() { Attr::Null } else { Attr::Known(ids) };
        let config = ProviderModel { alibaba: Attr::Known(block), allowed_account_ids, ..ProviderModel::default() };
        Dts { environment: Environment::default() }.validate(&config, &mut diagnostics);
        diagnostics.into_iter().map(|one| one.path.to_string()).collect::<Vec<_>>()
    };
    let id = || Attr::from("1234567890123456");
    let assumed = |arn: &str| Alibaba { assume_role: role(arn), ..Alibaba::default() };
    assert_eq!(of(Alibaba { account_id: id(), ..assumed(OTHER) }, &[]), ["alibaba.assume_role.role_arn"]);
    assert!(of(Alibaba { account_id: id(), ..assumed(OWN) }, &[]).is_empty());
    assert_eq!(of(assumed(OTHER), &["1234567890123456"]), ["alibaba.assume_role.role_arn"]);
    assert!(of(assumed(OTHER), &["1234567890123456", "2345678901234567"]).is_empty());
    assert!(of(Alibaba { account_id: Attr::Unknown, ..assumed(OTHER) }, &["1234567890123456"]).is_empty());
    let with_oidc = |arn: &str| Alibaba { account_id: id(), assume_role_with_oidc: oidc(arn), ..Alibaba::default() };
    assert_eq!(of(with_oidc(OTHER), &[]), ["alibaba.assume_role_with_oidc.role_arn"]);
    let both = Alibaba { assume_role: role(OWN), ..with_oidc(OTHER) };
    assert!(of(both, &[]).is_empty(), "the last role decides");
}

fn tencent_problems(tencent: Tencent, allowed: &[&str]) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new();
    let ids = allowed.iter().map(|id| (*id).to_owned()).collect::<Set<String>>();
    let allowed_account_ids = if allowed.is_empty() { Attr::Null } else { Attr::Known(ids) };
    let config = ProviderModel { tencent: Attr::Known(tencent), allowed_account_ids, ..ProviderModel::default() };
    Dts { environment: Environment::default() }.validate(&config, &mut diagnostics);
    diagnostics.into_iter().collect()
}

#[test]
fn the_tencent_block_has_the_rules_of_every_cloud() {
    let key = || Tencent { secret_id: "id".into(), secret_key: "key".into(), ..Tencent::default() };
    for alone in [key(), Tencent { profile: "p".into(), ..Tencent::default() }, Tencent::default()] {
        assert!(tencent_problems(alone, &[]).is_empty());
    }
    let at = |tencent: Tencent, allowed: &[&str]| {
        let found = tencent_problems(tencent, allowed);
        found.iter().map(|one| one.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(at(Tencent { secret_key: Attr::Null, ..key() }, &[]), ["tencent.secret_id"]);
    assert_eq!(at(Tencent { cam_role_name: "web".into(), ..key() }, &[]), ["tencent.cam_role_name"]);
    assert_eq!(at(Tencent { security_token: "t".into(), ..Tencent::default() }, &[]), ["tencent.security_token"]);
    let id = || Tencent { account_id: "700000000001".into(), ..Tencent::default() };
    assert_eq!(at(id(), &["700000000002"]), ["tencent.account_id"]);
    assert!(at(id(), &["700000000001", "1234567890123456"]).is_empty(), "accounts of both clouds");
    let role = |uin: &str| CamRole {
        role_arn: format!("qcs::cam::uin/{uin}:roleName/ci").as_str().into(),
        ..CamRole::default()
    };
    let assumed = |uin: &str| Tencent { assume_role: Attr::Known(role(uin)), ..id() };
    assert_eq!(at(assumed("700000000002"), &[]), ["tencent.assume_role.role_arn"]);
    assert!(at(assumed("700000000001"), &[]).is_empty());
}

#[test]
fn http_needs_a_loopback_domain() {
    let block = |protocol: &str, domain: &str| Tencent {
        protocol: protocol.into(),
        domain: Some(domain.to_owned()).filter(|domain| !domain.is_empty()).into(),
        ..Tencent::default()
    };
    for (protocol, domain) in [("HTTP", "127.0.0.1:8700"), ("HTTP", "http://localhost:1"), ("HTTPS", "example.com")] {
        assert!(tencent_problems(block(protocol, domain), &[]).is_empty(), "{protocol} {domain}");
    }
    for domain in ["", "example.com", "https://example.com"] {
        let found = tencent_problems(block("HTTP", domain), &[]);
        assert_eq!(found.len(), 1, "{domain}");
        assert_eq!(found[0].path, AttributePath::of(&["tencent", "protocol"]));
    }
    let later = Tencent { domain: Attr::Unknown, ..block("HTTP", "") };
    assert!(tencent_problems(later, &[]).is_empty());
}
