//! Calls over real sockets: what arrives, what comes back, what goes wrong.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::time::{Duration, Instant};

use cloud_core::testing::{StubReply, StubServer, json, with_headers};
use support::{cloud, config, success};
use tencent::cam::GetRole;
use tencent::dts::{CreateMigrationService, DescribeMigrationDetail};
use tencent::{CallContext, Cloud, Config, CredentialsConfig, Error};

fn get_role() -> GetRole {
    GetRole { role_name: Some("DTS-role".to_owned()), ..GetRole::default() }
}

async fn error_of(config: Config) -> Error {
    Cloud::new(config).unwrap().call(&get_role(), &CallContext::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_signed_post_arrives_and_the_answer_is_read() {
    let role = success(r#""RoleInfo":{"RoleName":"DTS-role","RoleId":"4611686018427397919","PolicyDocument":"{}"}"#);
    let server = StubServer::start(vec![json(200, &role)]).await;
    let answer = cloud(&server.url).call(&get_role(), &CallContext::default()).await.unwrap();
    assert_eq!((answer.role.role_id.as_str(), answer.request_id.as_str()), ("4611686018427397919", "R-1"));
    let request = &server.seen()[0];
    let lower = request.to_ascii_lowercase();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    let host = server.url.strip_prefix("http://").unwrap();
    for line in [
        &format!("host: {host}"),
        "content-type: application/json",
        "user-agent: tests/1.0",
        "x-tc-action: getrole",
        "x-tc-version: 2019-01-16",
        "x-tc-region: ap-guangzhou",
    ] {
        assert!(lower.contains(&format!("\r\n{line}\r\n")), "{line}: {request}");
    }
    assert!(lower.contains("\r\nauthorization: tc3-hmac-sha256 credential=testid/"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"RoleName\":\"DTS-role\"}"), "{request}");
    assert!(!request.contains("canary"), "{request}");
}

#[tokio::test]
async fn an_error_with_http_200_has_its_code_request_id_and_advice() {
    let refused =
        r#"{"Response":{"Error":{"Code":"ResourceNotFound.JobNotExist","Message":"no job"},"RequestId":"R-2"}}"#;
    let server = StubServer::start(vec![json(200, refused)]).await;
    let request = DescribeMigrationDetail { job_id: "dts-1".to_owned() };
    let error = cloud(&server.url).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(
        error.to_string(),
        "DTS DescribeMigrationDetail failed with ResourceNotFound.JobNotExist: no job (HTTP 200, request id R-2)"
    );
    assert!(error.advice().is_some());
}

#[tokio::test]
async fn a_purchase_without_an_answer_or_with_a_page_has_an_unknown_outcome() {
    let buy = CreateMigrationService::default();
    for reply in [StubReply::Drop, json(502, "<html>"), json(200, "{}"), json(200, r#"{"Response":{"RequestId":"R"}}"#)]
    {
        let server = StubServer::start(vec![reply]).await;
        let error = cloud(&server.url).call(&buy, &CallContext::default()).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
        assert_eq!(server.seen().len(), 1, "it is not repeated");
    }
}

#[tokio::test]
async fn an_answer_is_limited_in_time_and_in_length_and_a_redirect_is_not_followed() {
    let server = StubServer::start(vec![StubReply::Trickle("HTTP/1.1 200 OK\r\n")]).await;
    let begun = Instant::now();
    let error = error_of(Config { request_timeout: Duration::from_millis(300), ..config(&server.url) }).await;
    assert!(matches!(error, Error::AnswerLost { .. }) && begun.elapsed() < Duration::from_secs(5), "{error:?}");

    let server = StubServer::start(vec![json(200, &"x".repeat(9 << 20))]).await;
    assert!(matches!(error_of(config(&server.url)).await, Error::Unreadable { .. }));

    let server = StubServer::start(vec![with_headers(302, "location: http://127.0.0.1:1/?token=canary\r\n", "")]).await;
    let error = error_of(config(&server.url)).await.to_string();
    assert!(error.contains("it is a redirect to http://127.0.0.1:1/") && !error.contains("canary"), "{error}");
}

#[tokio::test]
async fn a_refused_connection_names_the_setting() {
    let error = error_of(config("http://127.0.0.1:1")).await;
    assert!(matches!(error, Error::Unreachable { .. }) && !error.outcome_unknown(), "{error:?}");
    assert!(error.to_string().contains("endpoints { cam } or TENCENTCLOUD_ENDPOINT_CAM"), "{error}");
}

#[tokio::test]
async fn the_keys_of_an_instance_come_from_its_metadata_service() {
    let keys = r#"{"TmpSecretId":"TMP-1","TmpSecretKey":"canary-key","ExpiredTime":32503680000,"Token":"canary-token",
        "Code":"Success"}"#;
    let server = StubServer::start(vec![json(200, "web"), json(200, keys)]).await;
    let credentials = CredentialsConfig::default();
    let instance = Config { metadata_address: server.url.clone(), credentials, ..config(&server.url) };
    let found = Cloud::new(instance).unwrap().resolve_credentials(&CallContext::default()).await.unwrap();
    assert_eq!(found.secret_id, "TMP-1");
    let seen = server.seen();
    assert!(seen[1].starts_with("GET /latest/meta-data/cam/security-credentials/web HTTP/1.1\r\n"), "{}", seen[1]);
    assert!(!format!("{found:?}").contains("canary"));
}

#[test]
fn plain_http_is_used_only_for_this_machine_and_the_metadata_service() {
    let at = |address: &str| Cloud::new(Config { metadata_address: address.to_owned(), ..Config::new("ap-guangzhou") });
    for address in ["http://metadata.tencentyun.com", "http://127.0.0.1:80", "https://metadata.example"] {
        assert!(at(address).is_ok(), "{address}");
    }
    for address in ["http://metadata.tencentyun.com.example", "http://10.0.0.1"] {
        assert!(at(address).unwrap_err().to_string().starts_with("metadata_address ("), "{address}");
    }
}
