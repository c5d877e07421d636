//! The transport over real sockets: what arrives, what comes back, what goes wrong.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::time::{Duration, Instant};

use alibaba::dts::{ConfigureDtsJob, DescribeDtsJobDetail};
use alibaba::ram::GetRole;
use alibaba::{CallContext, Cloud, Config, Error};
use cloud_core::testing::{StubReply, StubServer, json, with_headers};
use support::{cloud, config};
use tokio::net::TcpListener;

const ROLE: &str =
    r#"{"RequestId":"R-1","Role":{"RoleName":"ram-for-dts","RoleId":"3","Arn":"acs:ram::1:role/ram-for-dts"}}"#;

fn get_role() -> GetRole {
    GetRole { role_name: "ram-for-dts".to_owned() }
}

async fn error_of(config: Config) -> Error {
    Cloud::new(config).unwrap().call(&get_role(), &CallContext::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_signed_post_arrives_and_the_answer_is_read() {
    let server = StubServer::start(vec![json(200, ROLE)]).await;
    let answer = cloud(&server.url).call(&get_role(), &CallContext::default()).await.unwrap();
    assert_eq!(answer.role.arn, "acs:ram::1:role/ram-for-dts");
    assert_eq!(answer.request_id, "R-1");
    let request = &server.seen()[0];
    let lower = request.to_ascii_lowercase();
    assert!(request.starts_with("POST /?RoleName=ram-for-dts HTTP/1.1\r\n"), "{request}");
    let host = server.url.strip_prefix("http://").unwrap();
    assert!(lower.contains(&format!("\r\nhost: {host}\r\n")), "{request}");
    assert!(lower.contains("user-agent: tests/1.0") && lower.contains("accept: application/json"), "{request}");
    assert!(lower.contains("authorization: acs3-hmac-sha256 credential=testid,signedheaders=host;x-acs-"), "{request}");
    assert!(!request.contains("canary"), "{request}");
}

#[tokio::test]
async fn without_parameters_the_path_is_a_slash_and_a_form_arrives_as_a_body() {
    let answers = vec![
        json(200, r#"{"RequestId":"R","AccountId":"1","Arn":"acs:ram::1:root"}"#),
        json(200, r#"{"RequestId":"R","Success":"true","DtsJobId":"j"}"#),
    ];
    let server = StubServer::start(answers).await;
    let cloud = cloud(&server.url);
    assert_eq!(cloud.caller_identity(&CallContext::default()).await.unwrap().account_id, "1");
    let request = ConfigureDtsJob { reserve: Some("{}".to_owned()), ..ConfigureDtsJob::default() };
    assert_eq!(cloud.call(&request, &CallContext::default()).await.unwrap().dts_job_id, "j");
    let seen = server.seen();
    assert!(seen[0].starts_with("POST / HTTP/1.1\r\n"), "{}", seen[0]);
    assert!(seen[1].ends_with("\r\n\r\nReserve=%7B%7D"), "{}", seen[1]);
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = error_of(config(&url)).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    let host = url.strip_prefix("http://").unwrap();
    assert!(error.to_string().contains(host) && error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn an_unknown_host_means_that_nothing_was_sent() {
    let error = error_of(config("https://no-such-host.invalid")).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_closed_after_the_request_is_a_lost_answer() {
    let server = StubServer::start(vec![StubReply::Drop]).await;
    let error = error_of(config(&server.url)).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
    assert_eq!(server.seen().len(), 1, "sent once, not repeated by the HTTP client");
}

#[tokio::test]
async fn an_incomplete_answer_is_a_lost_answer() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Role\":".to_vec();
    let server = StubServer::start(vec![StubReply::Raw(half)]).await;
    let error = error_of(config(&server.url)).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn a_silent_server_ends_with_the_request_timeout() {
    let server = StubServer::start(vec![StubReply::Hang]).await;
    let started = Instant::now();
    let error = error_of(Config { request_timeout: Duration::from_millis(200), ..config(&server.url) }).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
    assert!(error.to_string().contains("no answer in time"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

/// The limit is for the complete answer, not only for its beginning.
#[tokio::test]
async fn an_answer_that_stops_in_the_middle_ends_with_the_request_timeout() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Role\":".to_vec();
    let server = StubServer::start(vec![StubReply::Stall(half)]).await;
    let started = Instant::now();
    let error = error_of(Config { request_timeout: Duration::from_millis(200), ..config(&server.url) }).await;
    assert!(matches!(error, Error::AnswerLost { .. }) && error.to_string().contains("it took too long"), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn reads_are_repeated_when_their_answer_is_lost() {
    let status = r#"{"RequestId":"R","DtsJobId":"j","Status":"Migrating"}"#;
    let server = StubServer::start(vec![StubReply::Drop, json(503, "{}"), json(200, status)]).await;
    let cloud = Cloud::new(Config { max_retries: 2, ..config(&server.url) }).unwrap();
    let answer = cloud.call(&DescribeDtsJobDetail::default(), &CallContext::default()).await.unwrap();
    assert_eq!(answer.status.as_str(), "Migrating");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = StubServer::start(vec![with_headers(302, "location: http://127.0.0.1:1/\r\n", "")]).await;
    let error = error_of(config(&server.url)).await;
    assert!(error.to_string().contains("it is a redirect to http://127.0.0.1:1/"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off_and_a_long_one_is_read() {
    let role = |length| ROLE.replace("\"RoleId\"", &format!("\"Description\":\"{}\",\"RoleId\"", "x".repeat(length)));
    let server = StubServer::start(vec![json(200, &role(7 << 20)), json(200, &role(9 << 20))]).await;
    let cloud = cloud(&server.url);
    let answer = cloud.call(&get_role(), &CallContext::default()).await.unwrap();
    assert_eq!(answer.role.description.len(), 7 << 20);
    let error = cloud.call(&get_role(), &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    assert!(error.to_string().contains("longer than 8388608 bytes"), "{error}");
}

#[tokio::test]
async fn a_password_in_the_query_is_in_no_transport_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = StubServer::start(vec![StubReply::Drop, StubReply::Raw(b"nonsense\r\n\r\n".to_vec())]).await;
    let request =
        ConfigureDtsJob { source_endpoint_password: Some("canary-password".into()), ..ConfigureDtsJob::default() };
    for url in [&url, &server.url, &server.url] {
        let error = cloud(url).call(&request, &CallContext::default()).await.unwrap_err();
        let printed = format!("{error} {error:?}");
        assert!(printed.contains("ConfigureDtsJob") && !printed.contains("canary"), "{printed}");
    }
    assert_eq!(server.seen().iter().filter(|request| request.contains("canary-password")).count(), 2);
}
