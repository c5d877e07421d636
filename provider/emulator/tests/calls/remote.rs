//! Access from other machines: only with the option, and the control API and the status page only with the token.

use std::net::{Ipv4Addr, SocketAddr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dts_emulator::{Options, RemoteAccess, start};
use tempfile::TempDir;

use crate::client::Api;
use crate::page::raw;
use crate::setup::{SOURCE_OWNER, Stage};
use crate::tls::{identity, trusting};

const TOKEN: &str = "canary-token-0001";
const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

fn remote() -> Options {
    let access = RemoteAccess::new(&["emulator".to_owned()], TOKEN).unwrap();
    Options { listen: ANY, remote: Some(access), ..Options::default() }
}

/// The status of a request with this host, and with or without a header.
async fn status(stage: &Stage, method: &str, target: &str, host: &str, header: &str) -> String {
    let headers = format!("host: {host}\r\naccept: text/html\r\ncontent-length: 0\r\n{header}");
    let (head, _) = raw(stage, method, target, &headers).await;
    head.split_whitespace().nth(1).unwrap_or_default().to_owned()
}

fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}\r\n")
}

#[tokio::test]
async fn an_address_that_other_machines_reach_needs_the_option() {
    let refused = start(Options { listen: ANY, ..Options::default() }).await.unwrap_err().to_string();
    assert!(refused.contains("0.0.0.0:0 is not a loopback address") && refused.contains("--allow-remote"), "{refused}");
    let stage = Stage::with(remote()).await;
    assert_eq!(stage.emulator.addr().ip(), ANY.ip());
    let port = stage.emulator.addr().port();
    assert_eq!(stage.emulator.url(), format!("http://127.0.0.1:{port}"), "for clients on this machine");
}

#[tokio::test]
async fn signed_calls_need_no_token_and_the_name_of_the_option() {
    let stage = Stage::with(remote()).await;
    let call = async |stage: &Stage, host: &str| {
        let mut request = stage.source_owner().request(Api::Sts, "GetCallerIdentity", &[]);
        request.headers.iter_mut().filter(|(name, _)| name == "host").for_each(|(_, value)| host.clone_into(value));
        stage.source_owner().send(request).await.unwrap().status
    };
    assert_eq!(call(&stage, "example.com").await, 421);
    // The signature has the host that the client called; the emulator has accepted these names before it checks the signature.
    for host in ["emulator:8700", "10.0.0.1:8700"] {
        assert_ne!(call(&stage, host).await, 421, "{host}");
    }
    assert_eq!(stage.source_owner().sts("GetCallerIdentity", &[]).await.ok()["AccountId"], SOURCE_OWNER);
    let local = Stage::new().await;
    assert_eq!(call(&local, "emulator:8700").await, 421, "without the option");
}

#[tokio::test]
async fn the_control_api_needs_the_token() {
    let stage = Stage::with(remote()).await;
    for (method, path) in
        [("GET", "state"), ("GET", "requests"), ("POST", "reset"), ("DELETE", "faults"), ("GET", "none")]
    {
        let target = format!("/_control/{path}");
        let with = async |header: &str| status(&stage, method, &target, "emulator:8700", header).await;
        for refused in [String::new(), bearer("canary-token-0002"), "authorization: Basic Og==\r\n".to_owned()] {
            assert_eq!(with(&refused).await, "401", "{method} {path} {refused}");
        }
        let allowed = if path == "none" { "404" } else { "200" };
        assert_eq!(with(&bearer(TOKEN)).await, allowed, "{method} {path}");
    }
    assert_eq!(status(&stage, "GET", "/_control/state", "127.0.0.1:1", "").await, "401", "also on this machine");
    let local = Stage::new().await;
    assert_eq!(status(&local, "GET", "/_control/state", "127.0.0.1:1", "").await, "200", "without the option");
}

#[tokio::test]
async fn a_browser_asks_for_the_token_and_then_shows_the_page() {
    let stage = Stage::with(remote()).await;
    let browser = "host: emulator:8700\r\naccept: text/html\r\n";
    let login = format!("{browser}authorization: Basic {}\r\n", STANDARD.encode(format!("me:{TOKEN}")));
    for target in ["/", "/_page/page.js", "/_page/state"] {
        let (head, body) = raw(&stage, "GET", target, browser).await;
        assert!(
            head.starts_with("http/1.1 401") && head.contains("www-authenticate: basic realm="),
            "{target}: {head}"
        );
        assert!(body.contains("DTS_EMULATOR_TOKEN") && !body.contains(TOKEN), "{body}");
        let (head, _) = raw(&stage, "GET", target, &login).await;
        assert!(head.starts_with("http/1.1 200"), "{target}: {head}");
    }
}

#[tokio::test]
async fn the_certificate_has_the_name_of_the_option() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("authority.pem");
    let stage = Stage::with(Options { tls: Some(file.clone()), ..remote() }).await;
    let connector = trusting(&file);
    for name in ["emulator", "localhost"] {
        assert_eq!(identity(&stage, &connector, name).await.unwrap(), "HTTP/1.1 200 OK");
    }
    let error = identity(&stage, &connector, "another").await.unwrap_err().to_string();
    assert!(error.contains("not valid for name"), "{error}");
}
