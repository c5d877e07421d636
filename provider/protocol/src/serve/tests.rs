//! The complete server over a real socket, with a provider that implements three calls.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use futures_util::{StreamExt as _, stream};
use hyper_util::rt::TokioIo;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P521_SHA512, SignatureAlgorithm};
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status};

use super::prepare::{Prepared, prepare};
use super::signals::Signal;
use super::{ServeError, ServeOptions, server};
use crate::generated::plugin::Empty;
use crate::generated::plugin::grpc_controller_client::GrpcControllerClient;
use crate::generated::plugin::grpc_stdio_client::GrpcStdioClient;
use crate::generated::tfplugin6::provider_client::ProviderClient;
use crate::generated::tfplugin6::provider_server::Provider;
use crate::generated::tfplugin6::{get_functions, get_metadata, read_data_source, read_resource};
use crate::handshake::{
    CLIENT_CERT_KEY, Env, HandshakeError, MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE, PROTOCOL_VERSIONS_KEY,
    UNIX_SOCKET_DIR_KEY,
};

/// `stop` is the token of the running operations, as in a real provider. `call_started` is cancelled when a call has started.
struct StubProvider {
    stop: CancellationToken,
    call_started: CancellationToken,
}

#[tonic::async_trait]
impl Provider for StubProvider {
    /// Runs until `stop` is cancelled.
    async fn read_data_source(
        &self,
        _: Request<read_data_source::Request>,
    ) -> Result<Response<read_data_source::Response>, Status> {
        self.call_started.cancel();
        self.stop.cancelled().await;
        Ok(Response::new(read_data_source::Response::default()))
    }

    /// Never returns.
    async fn read_resource(
        &self,
        _: Request<read_resource::Request>,
    ) -> Result<Response<read_resource::Response>, Status> {
        self.call_started.cancel();
        std::future::pending().await
    }

    async fn get_metadata(
        &self,
        _: Request<get_metadata::Request>,
    ) -> Result<Response<get_metadata::Response>, Status> {
        Ok(Response::new(get_metadata::Response::default()))
    }
}

/// A time after a signal that is shorter than the grace period of running calls, and long enough for a busy machine.
const BEFORE_GRACE_PERIOD_ENDS: Duration = Duration::from_secs(8);

/// The client's certificate and key.
struct Identity {
    pem: String,
    der: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl Identity {
    fn new(algorithm: &'static SignatureAlgorithm) -> Self {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
        Self { pem: certificate.pem(), der: certificate.der().clone(), key: key.serialize_der().into() }
    }
}

struct Running {
    path: PathBuf,
    server_cert: Vec<u8>,
    shutdown: CancellationToken,
    stop: CancellationToken,
    /// Cancelled when a call has started.
    call_started: CancellationToken,
    signal: mpsc::UnboundedSender<Signal>,
    server: JoinHandle<Result<(), ServeError>>,
    _dir: tempfile::TempDir,
}

fn options() -> ServeOptions {
    ServeOptions::new("terraform-provider-test", "example.org/test/test")
}

fn start(client: Option<&Identity>, options: ServeOptions) -> Running {
    let dir = tempfile::tempdir().unwrap();
    let mut variables = vec![
        (MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE.to_owned()),
        (PROTOCOL_VERSIONS_KEY, "5,6".to_owned()),
        (UNIX_SOCKET_DIR_KEY, dir.path().to_str().unwrap().to_owned()),
    ];
    variables.extend(client.map(|client| (CLIENT_CERT_KEY, client.pem.clone())));
    let prepared: Prepared = prepare(&Env::from_iter(variables), &options).unwrap();
    let path = PathBuf::from(prepared.listener.address().to_string());
    let server_cert = match prepared.announcement.split('|').collect::<Vec<_>>()[..] {
        ["1", "6", "unix", address, "grpc", certificate] => {
            assert_eq!(address, path.to_str().unwrap());
            STANDARD_NO_PAD.decode(certificate).unwrap()
        }
        _ => Vec::new(),
    };
    let (shutdown, stop) = (CancellationToken::new(), options.stop.clone());
    let (caller, call_started) = (shutdown.clone(), CancellationToken::new());
    let provider = StubProvider { stop: stop.clone(), call_started: call_started.clone() };
    let (signal, signals) = mpsc::unbounded_channel();
    // The signals of a real process do not end.
    let signals = UnboundedReceiverStream::new(signals).chain(stream::pending());
    let server = tokio::spawn(async move { server::run(provider, prepared, signals, &options, caller).await });
    Running { path, server_cert, shutdown, stop, call_started, signal, server, _dir: dir }
}

/// TLS as in go-plugin: the server's certificate is the only root, and the server name is `localhost`.
fn client_tls(server_cert: &[u8], client: Option<&Identity>) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(server_cert.to_vec())).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match client {
        Some(client) => builder
            .with_client_auth_cert(vec![client.der.clone()], PrivateKeyDer::Pkcs8(client.key.clone_key()))
            .unwrap(),
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Arc::new(config)
}

async fn connect(path: PathBuf, tls: Option<Arc<ClientConfig>>) -> Result<Channel, tonic::transport::Error> {
    let connector = tower::service_fn(move |_: http::Uri| {
        let (path, tls) = (path.clone(), tls.clone());
        async move {
            let stream = UnixStream::connect(path).await?;
            let stream: Box<dyn super::connection::Duplex> = match tls {
                None => Box::new(stream),
                Some(tls) => {
                    let connector = tokio_rustls::TlsConnector::from(tls);
                    Box::new(connector.connect("localhost".try_into().unwrap(), stream).await?)
                }
            };
            Ok::<_, std::io::Error>(TokioIo::new(stream))
        }
    });
    let endpoint = Endpoint::from_static("http://localhost").timeout(Duration::from_secs(5));
    endpoint.connect_with_connector(connector).await
}

/// Connects and makes one call. The error is that of the connection or of the call.
async fn call(running: &Running, tls: Option<Arc<ClientConfig>>) -> Result<(), String> {
    let channel = connect(running.path.clone(), tls).await.map_err(|error| error.to_string())?;
    let call = ProviderClient::new(channel).get_metadata(get_metadata::Request {}).await;
    call.map(drop).map_err(|status| status.to_string())
}

#[tokio::test]
async fn only_the_client_with_the_pinned_certificate_and_its_key_is_accepted() {
    for algorithm in [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P521_SHA512] {
        let (ours, other) = (Identity::new(algorithm), Identity::new(algorithm));
        let running = start(Some(&ours), options());
        let tls = |client| Some(client_tls(&running.server_cert, client));
        call(&running, tls(Some(&ours))).await.unwrap();
        call(&running, tls(None)).await.unwrap_err();
        call(&running, tls(Some(&other))).await.unwrap_err();
        let stolen = Identity { pem: String::new(), der: ours.der.clone(), key: other.key.clone_key() };
        let unchecked = client_tls_without_key_check(&running.server_cert, &stolen);
        call(&running, Some(unchecked)).await.unwrap_err();
        call(&running, None).await.unwrap_err();
        call(&running, tls(Some(&ours))).await.unwrap();
    }
}

/// The pinned certificate with a different key. The usual builder of rustls rejects this combination.
fn client_tls_without_key_check(server_cert: &[u8], client: &Identity) -> Arc<ClientConfig> {
    let key = rustls::crypto::aws_lc_rs::sign::any_ecdsa_type(&PrivateKeyDer::Pkcs8(client.key.clone_key())).unwrap();
    let certified = rustls::sign::CertifiedKey::new(vec![client.der.clone()], key);
    let mut config = Arc::unwrap_or_clone(client_tls(server_cert, None));
    config.client_auth_cert_resolver = Arc::new(rustls::sign::SingleCertAndKey::from(certified));
    Arc::new(config)
}

#[tokio::test]
async fn without_a_client_certificate_the_connection_does_not_use_tls() {
    let running = start(None, options());
    assert!(running.server_cert.is_empty());
    call(&running, None).await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_not_implemented_returns_unimplemented() {
    let running = start(None, options());
    let channel = connect(running.path.clone(), None).await.unwrap();
    let status = ProviderClient::new(channel).get_functions(get_functions::Request {}).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
}

#[tokio::test]
async fn the_shutdown_call_stops_the_server_despite_open_streams_and_removes_the_socket() {
    let running = start(None, options());
    let channel = connect(running.path.clone(), None).await.unwrap();
    let mut stdio = GrpcStdioClient::new(channel.clone()).stream_stdio(()).await.unwrap().into_inner();
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    assert!(stdio.message().await.unwrap().is_none(), "the stream ends without an error");
    tokio::time::timeout(Duration::from_secs(2), running.server).await.unwrap().unwrap().unwrap();
    assert!(running.stop.is_cancelled());
    assert!(!running.path.exists());
}

#[tokio::test]
async fn the_caller_stops_the_server() {
    let running = start(None, options());
    call(&running, None).await.unwrap();
    running.shutdown.cancel();
    running.server.await.unwrap().unwrap();
    assert!(!running.path.exists());
}

#[tokio::test]
async fn a_running_call_is_cancelled_and_returns_before_the_server_stops() {
    let running = start(None, options());
    let mut client = ProviderClient::new(connect(running.path.clone(), None).await.unwrap());
    let call = tokio::spawn(async move { client.read_data_source(read_data_source::Request::default()).await });
    running.call_started.cancelled().await;
    running.signal.send(Signal::Terminate).unwrap();
    call.await.unwrap().unwrap();
    tokio::time::timeout(BEFORE_GRACE_PERIOD_ENDS, running.server).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_does_not_return_keeps_the_server_running_until_a_second_signal() {
    let mut running = start(None, options());
    let mut client = ProviderClient::new(connect(running.path.clone(), None).await.unwrap());
    let call = tokio::spawn(async move { client.read_resource(read_resource::Request::default()).await });
    running.call_started.cancelled().await;
    running.signal.send(Signal::Terminate).unwrap();
    running.stop.cancelled().await;
    assert!(tokio::time::timeout(Duration::from_millis(200), &mut running.server).await.is_err());
    running.signal.send(Signal::Terminate).unwrap();
    tokio::time::timeout(BEFORE_GRACE_PERIOD_ENDS, running.server).await.unwrap().unwrap().unwrap();
    call.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn in_debug_mode_the_provider_needs_no_cookie_and_ignores_shutdown_calls() {
    let running = start(None, ServeOptions { debug: true, ..options() });
    let channel = connect(running.path.clone(), None).await.unwrap();
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    call(&running, None).await.unwrap();
    running.shutdown.cancel();
    running.server.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_start_without_cookie_or_with_a_malformed_certificate_opens_no_socket() {
    let dir = tempfile::tempdir().unwrap();
    let folder = (UNIX_SOCKET_DIR_KEY, dir.path().to_str().unwrap());
    let cookie = (MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE);
    let versions = (PROTOCOL_VERSIONS_KEY, "6");
    let failure = |variables: &[(&str, &str)]| {
        let error = prepare(&variables.iter().copied().collect(), &options()).err().unwrap();
        assert_eq!(dir.path().read_dir().unwrap().count(), 0);
        error
    };
    let is = |error: &ServeError, expected: fn(&HandshakeError) -> bool| match error {
        ServeError::Handshake(found) => assert!(expected(found), "{found}"),
        other => panic!("{other}"),
    };
    is(&failure(&[folder, versions]), |e| matches!(e, HandshakeError::NotAPlugin { .. }));
    is(&failure(&[folder, cookie]), |e| matches!(e, HandshakeError::ProtocolVersion { .. }));
    let malformed = failure(&[folder, cookie, versions, (CLIENT_CERT_KEY, "oops")]);
    is(&malformed, |e| matches!(e, HandshakeError::ClientCertificate { .. }));
    assert!(prepare(&[folder, cookie, versions].into_iter().collect(), &options()).is_ok());
}
