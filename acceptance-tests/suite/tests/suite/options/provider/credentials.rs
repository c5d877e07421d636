//! The key that signs a request, and the parameters of the call that creates a session.

use acceptance_harness::profiles::{self, DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use alibaba::sts::AssumeRole;
use serde_json::json;

use super::{calls, parameters};
use crate::captured_requests::hold;
use crate::options::walk::start;
use crate::support::case::Case;
use crate::support::external_changes::ExternalClient;

/// A role of the source owner that has all permissions.
async fn role(case: &Case, name: &str, trust: &str) -> ExternalClient {
    let owner = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    owner.create_role(name, trust).await;
    owner.attach(name, "AdministratorAccess").await;
    owner
}

const TRUST: &str = r#"{"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}]}"#;

#[tokio::test]
async fn the_key_that_signs() {
    let case = start().await;
    let file = case.terraform.home().join("other.json");
    profiles::write(&file, &[DESTINATION_OWNER, OPERATOR]).unwrap();
    let file = format!("shared_credentials_file = {:?}", file.display().to_string());
    let key = |key: profiles::Key| format!("access_key_id = {:?}\n    access_key_secret = {:?}", key.id, key.secret);
    let owner = role(&case, "worker", TRUST).await;
    let temporary = AssumeRole {
        role_arn: "acs:ram::1234567890123456:role/worker".to_owned(),
        role_session_name: "test".to_owned(),
        ..AssumeRole::default()
    };
    let temporary = owner.call(temporary).await.credentials;
    let session = format!(
        "access_key_id = {:?}\n    access_key_secret = {:?}\n    security_token = {:?}",
        temporary.access_key_id,
        temporary.access_key_secret.expose(),
        temporary.security_token.expose()
    );
    for (alibaba, expected) in [
        ("profile = \"source-owner\"".to_owned(), SOURCE_OWNER.id),
        ("profile = \"operator\"".to_owned(), OPERATOR.id),
        (file.clone(), DESTINATION_OWNER.id),
        (format!("{file}\n    profile = \"operator\""), OPERATOR.id),
        (key(SOURCE_OWNER), SOURCE_OWNER.id),
        (key(OPERATOR), OPERATOR.id),
        (session, temporary.access_key_id.as_str()),
    ] {
        for call in calls(&case, &alibaba).await {
            assert_eq!((&call["key_id"], &call["outcome"]), (&json!(expected), &json!("OK")), "{alibaba}: {call:#}");
        }
    }
}

#[tokio::test]
async fn a_role_to_assume() {
    let case = start().await;
    for name in ["worker", "other"] {
        role(&case, name, TRUST).await;
    }
    let policy = r#"{"Version":"1","Statement":[{"Action":"*","Effect":"Allow","Resource":"*"}]}"#;
    let escaped = format!("{policy:?}");
    let usual = json!({"RoleArn": "acs:ram::1234567890123456:role/worker", "RoleSessionName": "terraform"});
    for (line, parameter, value) in [
        ("", "RoleSessionName", json!("terraform")),
        ("session_name = \"first\"", "RoleSessionName", json!("first")),
        ("session_name = \"second\"", "RoleSessionName", json!("second")),
        ("duration_seconds = 900", "DurationSeconds", json!("900")),
        ("duration_seconds = 1800", "DurationSeconds", json!("1800")),
        ("external_id = \"first\"", "ExternalId", json!("first")),
        ("external_id = \"second\"", "ExternalId", json!("second")),
        (&format!("policy = {escaped}"), "Policy", json!(policy)),
        (
            "role_arn = \"acs:ram::1234567890123456:role/other\"",
            "RoleArn",
            json!("acs:ram::1234567890123456:role/other"),
        ),
    ] {
        let arn =
            if line.starts_with("role_arn") { "" } else { "role_arn = \"acs:ram::1234567890123456:role/worker\"" };
        let block = format!("profile = \"source-owner\"\n    assume_role {{\n      {arn}\n      {line}\n    }}");
        let calls = calls(&case, &block).await;
        let mut expected = usual.clone();
        expected[parameter] = value;
        assert_eq!(parameters(&calls, "AssumeRole"), expected, "{line}");
        let whoami = calls.iter().find(|call| call["action"] == "GetCallerIdentity").unwrap();
        assert!(whoami["key_id"].as_str().unwrap().starts_with("STS."), "{whoami:#}");
    }
    hold(&case, "assumed_role").await;
}

#[tokio::test]
async fn a_role_for_a_token() {
    let case = start().await;
    let trust = r#"{"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Federated":["acs:ram::3456789012345678:oidc-provider/ci"]},"Condition":{"StringEquals":{"oidc:iss":"https://ci.example.com","oidc:aud":"sts.aliyuncs.com"}}}]}"#;
    let operator = ExternalClient::new(&case.emulator.url(), OPERATOR);
    for name in ["worker", "other"] {
        operator.create_role(name, trust).await;
        operator.attach(name, "AdministratorAccess").await;
    }
    case.terraform.write("token", "emulator-token-of-ci").unwrap();
    let token = case.terraform.directory().join("token").display().to_string();
    let usual = json!({
        "OIDCProviderArn": "acs:ram::3456789012345678:oidc-provider/ci",
        "OIDCToken": "(hidden)",
        "RoleArn": "acs:ram::3456789012345678:role/worker",
        "RoleSessionName": "terraform",
    });
    for (role, line, parameter, value) in [
        ("worker", "", "RoleSessionName", json!("terraform")),
        ("worker", "session_name = \"first\"", "RoleSessionName", json!("first")),
        ("worker", "session_name = \"second\"", "RoleSessionName", json!("second")),
        ("worker", "duration_seconds = 900", "DurationSeconds", json!("900")),
        ("worker", "duration_seconds = 1800", "DurationSeconds", json!("1800")),
        ("other", "", "RoleArn", json!("acs:ram::3456789012345678:role/other")),
    ] {
        let block = format!(
            "assume_role_with_oidc {{\n      role_arn = \"acs:ram::3456789012345678:role/{role}\"\n      oidc_provider_arn = \
             \"acs:ram::3456789012345678:oidc-provider/ci\"\n      oidc_token_file = {token:?}\n      {line}\n    }}"
        );
        let mut expected = usual.clone();
        expected[parameter] = value;
        assert_eq!(parameters(&calls(&case, &block).await, "AssumeRoleWithOIDC"), expected, "{role} {line}");
    }
    hold(&case, "token").await;
}
