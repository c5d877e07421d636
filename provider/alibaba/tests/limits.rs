//! Every read from the network is limited in time and in length.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::time::{Duration, Instant};

use alibaba::ram::GetRole;
use alibaba::{CallContext, Cloud, Config, CredentialsConfig, Error};
use cloud_core::testing::{StubReply, StubServer, with_headers};
use support::config;

/// Time limit of an attempt in these tests.
const LIMIT: Duration = Duration::from_millis(300);
/// A longer time would mean that only the server ended the attempt.
const SOON: Duration = Duration::from_secs(5);

const HEAD: &str = "HTTP/1.1 200 OK\r\n";
const HALF_A_BODY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n{";
const ENDLESS_CHUNK: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n{";

/// Reads a role from RAM.
async fn of_cloud(config: Config) -> Error {
    let request = GetRole { role_name: "ram-for-dts".to_owned() };
    Cloud::new(config).unwrap().call(&request, &CallContext::default()).await.unwrap_err()
}

/// Queries the metadata service for keys: first with a token, then without one.
async fn of_metadata(config: Config, address: &str) -> Error {
    let credentials = CredentialsConfig { ecs_role_name: Some("web".to_owned()), ..CredentialsConfig::default() };
    let config = Config { metadata_address: address.to_owned(), credentials, ..config };
    Cloud::new(config).unwrap().resolve_credentials(&CallContext::default()).await.unwrap_err()
}

#[tokio::test]
async fn an_answer_that_trickles_in_ends_with_the_request_timeout() {
    for beginning in [HEAD, HALF_A_BODY, ENDLESS_CHUNK] {
        let server = StubServer::start(vec![StubReply::Trickle(beginning); 3]).await;
        let config = Config { request_timeout: LIMIT, ..config(&server.url) };
        let begun = Instant::now();
        let error = of_cloud(config.clone()).await;
        assert!(matches!(error, Error::AnswerLost { .. }), "{beginning:?}: {error:?}");
        let error = of_metadata(config, &server.url).await.to_string();
        assert!(error.contains("did not answer: "), "{beginning:?}: {error}");
        assert!(begun.elapsed() >= LIMIT && begun.elapsed() < SOON, "{beginning:?}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn an_answer_without_a_stated_length_is_cut_off() {
    let long = format!("{ENDLESS_CHUNK}{}", "x".repeat(9 << 20)).into_bytes();
    let server = StubServer::start(vec![StubReply::Raw(long); 3]).await;
    let error = of_cloud(config(&server.url)).await;
    assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    let error = of_metadata(config(&server.url), &server.url).await.to_string();
    assert!(error.contains("longer than 8388608 bytes"), "{error}");
}

#[tokio::test]
async fn endless_headers_are_refused() {
    let many = "x-filler: 0123456789\r\n".repeat(1000);
    let long = format!("x-filler: {}\r\n", "x".repeat(1 << 20));
    for headers in [many, long] {
        let server = StubServer::start(vec![with_headers(200, &headers, "{}")]).await;
        let error = of_cloud(config(&server.url)).await;
        assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
    }
}

/// A listener whose queue is full does not answer a further connection, as a host behind a firewall does not.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_without_an_answer_is_given_up_before_the_request_timeout() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(LIMIT, tokio::net::TcpStream::connect(address)).await {
        queued.push(stream);
    }
    let request_timeout = Duration::from_secs(2);
    let begun = Instant::now();
    let error = of_cloud(Config { request_timeout, ..config(&format!("http://{address}")) }).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(begun.elapsed() < request_timeout, "{:?}", begun.elapsed());
}
