//! TLS and plain HTTP on one port.

use std::sync::Arc;

use dts_emulator::{Options, start};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::client::Api;
use crate::setup::Stage;

/// A client that trusts the authority of a file only.
pub(crate) fn trusting(authority: &std::path::Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// The status line of a signed call over TLS.
pub(crate) async fn identity(stage: &Stage, connector: &TlsConnector, name: &'static str) -> std::io::Result<String> {
    let request = stage.source_owner().request(Api::Sts, "GetCallerIdentity", &[]);
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let text = format!("POST /?{} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: 0\r\n\r\n", request.query);
    let stream = TcpStream::connect(stage.emulator.addr()).await?;
    let mut stream = connector.connect(ServerName::try_from(name).unwrap(), stream).await?;
    stream.write_all(text.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn one_port_answers_http_and_https() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("authority.pem");
    let stage = Stage::with(Options { tls: Some(file.clone()), ..Options::default() }).await;
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
    let connector = trusting(&file);
    for name in ["localhost", "127.0.0.1"] {
        assert_eq!(identity(&stage, &connector, name).await.unwrap(), "HTTP/1.1 200 OK");
    }
    // Each emulator has a separate authority, and only the names of this machine.
    let other = folder.path().join("other.pem");
    let _other = Stage::with(Options { tls: Some(other.clone()), ..Options::default() }).await;
    let error = identity(&stage, &trusting(&other), "localhost").await.unwrap_err().to_string();
    assert!(error.contains("certificate"), "{error}");
    let error = identity(&stage, &connector, "sts.aliyuncs.com").await.unwrap_err().to_string();
    assert!(error.contains("not valid for name"), "{error}");
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
}

#[tokio::test]
async fn without_the_option_there_is_no_https() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("authority.pem");
    let _other = Stage::with(Options { tls: Some(file.clone()), ..Options::default() }).await;
    let stage = Stage::new().await;
    assert!(identity(&stage, &trusting(&file), "localhost").await.is_err());
    let missing = folder.path().join("no/such/folder.pem");
    let error = start(Options { tls: Some(missing), ..Options::default() }).await.unwrap_err().to_string();
    assert!(error.starts_with("cannot write the certificate to"), "{error}");
}
