//! The metadata service over real sockets.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::time::{Duration, Instant};

use alibaba::{CallContext, Cloud, Config, CredentialsConfig, Error};
use cloud_core::testing::{StubReply, StubServer, json, with_headers};
use support::config;

const KEYS: &str = r#"{"Code":"Success","AccessKeyId":"STS.1","AccessKeySecret":"canary-secret",
    "SecurityToken":"canary-token","Expiration":"2999-01-01T00:00:00Z"}"#;

/// Settings of an instance whose metadata service is at an address.
fn on_instance(address: &str) -> Config {
    let credentials = CredentialsConfig { ecs_role_name: Some("web".to_owned()), ..CredentialsConfig::default() };
    Config { metadata_address: address.to_owned(), credentials, ..config(address) }
}

async fn error_of(config: Config) -> Error {
    Cloud::new(config).unwrap().resolve_credentials(&CallContext::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_token_and_keys_are_fetched() {
    let server = StubServer::start(vec![with_headers(200, "", "canary-metadata"), json(200, KEYS)]).await;
    let cloud = Cloud::new(on_instance(&server.url)).unwrap();
    let keys = cloud.resolve_credentials(&CallContext::default()).await.unwrap();
    assert_eq!((keys.access_key_id.as_str(), keys.access_key_secret.expose()), ("STS.1", "canary-secret"));
    let seen = server.seen();
    assert!(seen[0].starts_with("PUT /latest/api/token HTTP/1.1\r\n"), "{}", seen[0]);
    assert!(seen[0].contains("\r\nx-aliyun-ecs-metadata-token-ttl-seconds: 60\r\n"), "{}", seen[0]);
    assert!(seen[1].starts_with("GET /latest/meta-data/ram/security-credentials/web HTTP/1.1\r\n"), "{}", seen[1]);
    assert!(seen[1].contains("\r\nx-aliyun-ecs-metadata-token: canary-metadata\r\n"), "{}", seen[1]);
    assert!(!format!("{cloud:?} {keys:?}").contains("canary"));
}

#[tokio::test]
async fn a_silent_service_ends_with_the_request_timeout_and_a_refused_connection_immediately() {
    let server = StubServer::start(vec![StubReply::Hang, StubReply::Hang]).await;
    let started = Instant::now();
    let error =
        error_of(Config { request_timeout: Duration::from_millis(200), ..on_instance(&server.url) }).await.to_string();
    assert!(error.contains("did not answer: no answer in time"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
    let error = error_of(on_instance("http://127.0.0.1:1")).await.to_string();
    assert!(error.contains("at http://127.0.0.1:1 cannot be reached: "), "{error}");
}

#[tokio::test]
async fn an_endless_answer_and_an_incomplete_one_are_given_up() {
    let token = || with_headers(200, "", "canary-metadata");
    let endless = json(200, &"x".repeat(9 << 20));
    let server = StubServer::start(vec![token(), endless]).await;
    let error = error_of(on_instance(&server.url)).await.to_string();
    assert!(error.contains("longer than 8388608 bytes") && !error.contains("canary"), "{error}");

    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Code\":".to_vec();
    let server = StubServer::start(vec![token(), StubReply::Stall(half)]).await;
    let started = Instant::now();
    let error = error_of(Config { request_timeout: Duration::from_millis(200), ..on_instance(&server.url) }).await;
    assert!(error.to_string().contains("it took too long"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = || with_headers(302, "location: http://127.0.0.1:1/\r\n", "");
    let server = StubServer::start(vec![elsewhere(), elsewhere()]).await;
    let error = error_of(on_instance(&server.url)).await.to_string();
    assert!(error.contains("returned HTTP 302 for the role \"web\""), "{error}");
}

#[test]
fn plain_http_is_used_only_for_the_metadata_address() {
    for address in ["http://100.100.100.200", "http://127.0.0.1:80", "https://metadata.example"] {
        assert!(Cloud::new(on_instance_at(address)).is_ok(), "{address}");
    }
    for address in ["http://100.100.100.201", "http://metadata.example"] {
        let error = Cloud::new(on_instance_at(address)).unwrap_err().to_string();
        assert!(error.starts_with(&format!("metadata_address ({address:?}) uses http")), "{error}");
    }
}

fn on_instance_at(address: &str) -> Config {
    Config { metadata_address: address.to_owned(), ..Config::new("cn-hangzhou") }
}
