//! AssumeRoleWithOIDC: without a signature, with a token of the world file.

use crate::client::{Answer, Client, percent, send_http};
use crate::setup::{ROLE, SOURCE_OWNER, Stage};

const PROVIDER: &str = "acs:ram::1234567890123456:oidc-provider/ci";
const ARN: &str = "acs:ram::1234567890123456:role/ram-for-dts";
const TOKEN: &str = "emulator-token-of-ci";

/// A trust policy for tokens of a provider.
fn trust(provider: &str, condition: &str) -> String {
    format!(
        r#"{{"Statement":[{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{{"Federated":["{provider}"]}},"Condition":{condition}}}],"Version":"1"}}"#
    )
}

fn usual_condition() -> String {
    r#"{"StringEquals":{"oidc:iss":"https://ci.example.com","oidc:aud":"sts.aliyuncs.com","oidc:sub":"repo:shop/infrastructure"}}"#.to_owned()
}

/// An emulator whose source owner has a role with this trust policy.
async fn stage_with(document: &str) -> Stage {
    let stage = Stage::new().await;
    set_trust(&stage, "CreateRole", "AssumeRolePolicyDocument", document).await;
    stage
}

async fn set_trust(stage: &Stage, action: &str, name: &str, document: &str) {
    stage.source_owner().ram(action, &[("RoleName", ROLE), (name, document)]).await.ok();
}

/// The call as the tools of Alibaba Cloud send it: all parameters in the query, action and version also in headers, no
/// signature.
async fn assume(stage: &Stage, changes: &[(&str, &str)]) -> Answer {
    let mut parameters = vec![
        ("Action", "AssumeRoleWithOIDC"),
        ("Version", "2015-04-01"),
        ("Format", "json"),
        ("Timestamp", "2024-06-01T08:30:00Z"),
        ("SignatureNonce", "n"),
        ("OIDCProviderArn", PROVIDER),
        ("RoleArn", ARN),
        ("OIDCToken", TOKEN),
        ("RoleSessionName", "build"),
    ];
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        parameters.push((name, value));
    }
    parameters.retain(|(_, value)| !value.is_empty());
    let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    let address = stage.emulator.addr();
    let headers = [("host".to_owned(), address.to_string())];
    send_http(address, "POST", &format!("/?{}", query.join("&")), &headers, "").await.unwrap()
}

#[tokio::test]
async fn a_trusted_token_gets_credentials_without_any_key() {
    let stage = stage_with(&trust(PROVIDER, &usual_condition())).await;
    let answer = assume(&stage, &[("DurationSeconds", "900")]).await.ok();
    assert_eq!(answer["AssumedRoleUser"]["Arn"], format!("{ARN}/build"));
    assert_eq!(answer["OIDCTokenInfo"]["Subject"], "repo:shop/infrastructure");
    assert_eq!(answer["OIDCTokenInfo"]["Issuer"], "https://ci.example.com");
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap().to_owned();
    let mut client: Client = stage.client(&text("AccessKeyId"), &text("AccessKeySecret"));
    client.token = Some(text("SecurityToken"));
    let me = client.sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!((&me["AccountId"], &me["IdentityType"]), (&SOURCE_OWNER.into(), &"AssumedRoleUser".into()));
    stage.control("POST", "clock", r#"{"advance_seconds": 910}"#).await;
    client.sts("GetCallerIdentity", &[]).await.refused("InvalidSecurityToken.Expired", "expired");
}

#[tokio::test]
async fn the_call_may_be_addressed_by_headers_too_and_the_log_hides_the_token() {
    let stage = stage_with(&trust(PROVIDER, &usual_condition())).await;
    let address = stage.emulator.addr();
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = [
        named("host", &address.to_string()),
        named("x-acs-action", "AssumeRoleWithOIDC"),
        named("x-acs-version", "2015-04-01"),
        named("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("OIDCProviderArn={PROVIDER}&RoleArn={ARN}&OIDCToken={TOKEN}&RoleSessionName=build");
    send_http(address, "POST", "/", &headers, &body).await.unwrap().ok();
    let entry = stage.last_request().await;
    assert_eq!((&entry["action"], &entry["outcome"]), (&"AssumeRoleWithOIDC".into(), &"OK".into()));
    assert_eq!((&entry["object"], &entry["key_id"]), (&ARN.into(), &"".into()));
    assert!(!entry.to_string().contains(TOKEN), "{entry}");
    let others = [named("host", &address.to_string()), named("x-acs-action", "AssumeRole"), headers[2].clone()];
    send_http(address, "POST", "/", &others, "").await.unwrap().refused("MissingSignature", "not signed");
    send_http(address, "GET", "/", &headers[..1], "").await.unwrap().refused("MissingSignature", "not signed");
}

#[tokio::test]
async fn tokens_and_providers_that_are_not_known_are_refused() {
    let stage = stage_with(&trust(PROVIDER, &usual_condition())).await;
    assume(&stage, &[]).await.ok();
    let refused = assume(&stage, &[("OIDCToken", "a.forged.token")]).await;
    refused.refused("AuthenticationFail.OIDCToken.Invalid", "has not issued this token");
    assert_eq!(refused.status, 401);
    let unknown = [("OIDCProviderArn", "acs:ram::1234567890123456:oidc-provider/other")];
    assume(&stage, &unknown).await.refused("AuthenticationFail.NoPermission", "No such OIDC provider");
    let gone = assume(&stage, &[("RoleArn", "acs:ram::1234567890123456:role/other")]).await;
    gone.refused("EntityNotExist.Role", "role/other");
    assert_eq!(gone.status, 404);
    assume(&stage, &[("OIDCToken", "")]).await.refused("MissingOIDCToken", "mandatory");
    assume(&stage, &[("OIDCProviderArn", "")]).await.refused("MissingOIDCProviderArn", "mandatory");
    assume(&stage, &[("RoleSessionName", "x")]).await.refused("InvalidParameter.RoleSessionName", "2 to 64");
    assume(&stage, &[("DurationSeconds", "899")]).await.refused("InvalidParameter.DurationSeconds", "900");
    assume(&stage, &[("Policy", "{")]).await.refused("InvalidParameter.PolicyGrammar", "JSON");
    assume(&stage, &[("ExternalId", "x")]).await.refused("InvalidParameter", "AssumeRoleWithOIDC has no parameter");
}

#[tokio::test]
async fn a_token_for_another_audience_or_at_its_end_is_refused() {
    let tokens = r#"audience = "sts.aliyuncs.com" }]"#;
    let more = r#"audience = "sts.aliyuncs.com" },
        { text = "token-for-another", subject = "repo:shop/infrastructure", audience = "elsewhere" },
        { text = "token-of-old", subject = "repo:shop/infrastructure", expires = "2024-01-01T00:00:00Z" },
        { text = "token-of-the-future", subject = "repo:shop/infrastructure", expires = "2999-01-01T00:00:00Z" }]"#;
    let stage = Stage::in_world(&[(tokens, more)]).await;
    set_trust(&stage, "CreateRole", "AssumeRolePolicyDocument", &trust(PROVIDER, &usual_condition())).await;
    let with = |token: &'static str| assume_token(&stage, token);
    with("token-for-another").await.refused("AuthenticationFail.OIDCToken.AudienceNotMatch", "audience");
    with("token-of-old").await.refused("AuthenticationFail.OIDCToken.Expired", "expired");
    let answer = with("token-of-the-future").await.ok();
    assert_eq!(answer["OIDCTokenInfo"]["ExpirationTime"], "2999-01-01T00:00:00Z");
}

async fn assume_token(stage: &Stage, token: &str) -> Answer {
    assume(stage, &[("OIDCToken", token)]).await
}

#[tokio::test]
async fn the_roles_trust_policy_decides() {
    let allowed = trust(PROVIDER, &usual_condition());
    let stage = stage_with(&allowed).await;
    let by_account = format!(
        r#"{{"Statement":[{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{{"RAM":["acs:ram::{SOURCE_OWNER}:root"]}}}}],"Version":"1"}}"#
    );
    let untrusting = [
        trust(&PROVIDER.replace("/ci", "/other"), &usual_condition()),
        trust(PROVIDER, &usual_condition().replace("infrastructure", "website")),
        trust(PROVIDER, &usual_condition().replace("https://ci", "https://other")),
        trust(PROVIDER, &usual_condition().replace("sts.aliyuncs.com", "elsewhere")),
        trust(PROVIDER, r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#),
        by_account,
    ];
    for document in &untrusting {
        set_trust(&stage, "UpdateRole", "NewAssumeRolePolicyDocument", document).await;
        assume(&stage, &[]).await.refused("AuthenticationFail.NoPermission", "There is no permission");
        set_trust(&stage, "UpdateRole", "NewAssumeRolePolicyDocument", &allowed).await;
        assume(&stage, &[]).await.ok();
    }
    let user = stage.destination_owner();
    let as_user = user.sts("AssumeRole", &[("RoleArn", ARN), ("RoleSessionName", "tf")]).await;
    as_user.refused("NoPermission", "not authorized");
}
