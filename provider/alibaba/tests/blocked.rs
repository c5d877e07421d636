//! Connections that another attempt does not open: a certificate that is not trusted, a proxy that refuses, a proxy variable
//! that is not valid. Each is tried once, and its error says what to correct.
#![allow(clippy::disallowed_methods, reason = "tests start tasks")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alibaba::ram::GetRole;
use alibaba::{CallContext, Cloud, Config, Environment, Error};
use cloud_core::testing::{StubReply, StubServer};
use support::config;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// The error of a call that would be repeated twice if another attempt could help.
async fn error_of(url: &str, variables: &[(&str, &str)]) -> Error {
    let environment = Environment::from_iter(variables.iter().copied());
    let config = Config { max_retries: 2, environment, ..config(url) };
    let request = GetRole { role_name: "ram-for-dts".to_owned() };
    Cloud::new(config).unwrap().call(&request, &CallContext::default()).await.unwrap_err()
}

/// The port of a server with a certificate that it has signed itself, and the number of its connections.
async fn with_its_own_certificate() -> (u16, Arc<AtomicUsize>) {
    let signed = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = signed.signing_key.serialize_der().try_into().unwrap();
    let tls = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![signed.cert.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(tls.unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            // The client ends the handshake.
            let _ = acceptor.accept(stream).await;
        }
    });
    (port, connections)
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_tried_once_and_the_error_says_how_to_trust_it() {
    let (port, connections) = with_its_own_certificate().await;
    let error = error_of(&format!("https://127.0.0.1:{port}"), &[]).await;
    assert_eq!(connections.load(Ordering::SeqCst), 1, "{error}");
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("UnknownIssuer") && error.to_string().contains("SSL_CERT_FILE"), "{error}");
}

/// The host and the port of a server that answers in plain HTTP, and the number of its connections.
async fn without_tls() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
            // Reads until the client closes the connection, so that the answer is not lost.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    (host, connections)
}

#[tokio::test]
async fn a_server_without_tls_is_tried_once_and_the_error_says_so() {
    let (host, connections) = without_tls().await;
    let error = error_of(&format!("https://{host}"), &[]).await;
    assert_eq!(connections.load(Ordering::SeqCst), 1, "{error}");
    let text = error.to_string();
    assert!(text.contains("answers without TLS") && text.contains(&format!("write http://{host}")), "{text}");
}

const HOST: &str = "https://no-such-host.invalid";

#[tokio::test]
async fn a_proxy_that_refuses_is_tried_once_and_the_error_names_it_and_its_variable() {
    for (answer, says) in [
        (
            "407 Proxy Authentication Required",
            "requires a user name and a password, or rejects those it was given (HTTP 407)",
        ),
        ("403 Forbidden", "refused the connection to this host"),
    ] {
        let raw = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n").into_bytes();
        let proxy = StubServer::start(vec![StubReply::Raw(raw.clone()), StubReply::Raw(raw)]).await;
        let with_login = proxy.url.replace("://", "://user:canary-7@");
        let error = error_of(HOST, &[("HTTPS_PROXY", &with_login)]).await;
        let seen = proxy.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert!(seen[0].starts_with("CONNECT no-such-host.invalid:443 "), "{}", seen[0]);
        let text = error.to_string();
        assert!(text.contains(&format!("the proxy {} (HTTPS_PROXY) {says}", proxy.url)), "{text}");
        assert!(text.contains("NO_PROXY") && !format!("{text} {error:?}").contains("canary"), "{error:?}");

        // The counterpart: the host is reached directly, without a request to the proxy.
        let direct = [("HTTPS_PROXY", with_login.as_str()), ("NO_PROXY", "*.invalid")];
        let error = error_of(HOST, &direct).await;
        assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
        assert_eq!(proxy.seen().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_proxy_variable_that_is_not_valid_is_an_error_and_nothing_is_sent_directly() {
    let error = error_of(HOST, &[("HTTPS_PROXY", "http://:::8801")]).await;
    assert!(matches!(error, Error::Client { .. }), "{error:?}");
    assert!(error.to_string().contains("HTTPS_PROXY is not the URL of a proxy"), "{error}");
}
