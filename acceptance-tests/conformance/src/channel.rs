//! The gRPC connection, with the certificates of each case.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tfplugin::handshake::CertificatePin;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsConnector;
use tonic::transport::{Channel, Endpoint, Uri};

use super::{ClientIdentity, HandshakeLine, Network, PluginError};

/// The identity that the client uses.
#[derive(Clone, Copy, Debug)]
pub enum Credentials<'a> {
    /// TLS with this certificate.
    Certificate(&'a ClientIdentity),
    /// TLS without a certificate.
    Anonymous,
    /// No TLS at all.
    Plain,
}

/// Opens a connection and gives every call `limit`.
pub(super) async fn connect(
    line: &HandshakeLine,
    credentials: Credentials<'_>,
    limit: Duration,
) -> Result<Channel, PluginError> {
    let tls = client_config(line, credentials)?.map(TlsConnector::from);
    let network = line.network.clone();
    let connector = tower::service_fn(move |_: Uri| {
        let (network, tls) = (network.clone(), tls.clone());
        async move { Ok::<_, io::Error>(TokioIo::new(dial(network, tls).await?)) }
    });
    let endpoint = Endpoint::from_static("http://localhost").timeout(limit).connect_timeout(limit);
    endpoint.connect_with_connector(connector).await.map_err(|error| PluginError::Connect { reason: chain(&error) })
}

/// An error with all its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

async fn dial(network: Network, tls: Option<TlsConnector>) -> io::Result<Box<dyn Duplex>> {
    let stream: Box<dyn Duplex> = match network {
        Network::Unix(path) => Box::new(UnixStream::connect(path).await?),
        Network::Tcp(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Box::new(stream)
        }
    };
    match tls {
        None => Ok(stream),
        Some(tls) => {
            let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
            Ok(Box::new(tls.connect(name, stream).await?))
        }
    }
}

fn client_config(line: &HandshakeLine, credentials: Credentials<'_>) -> Result<Option<Arc<ClientConfig>>, PluginError> {
    let refuse = |error: rustls::Error| PluginError::Certificate { reason: error.to_string() };
    let (Some(server), false) = (&line.certificate, matches!(credentials, Credentials::Plain)) else {
        return Ok(None);
    };
    let pin = CertificatePin::new(CertificateDer::from(server.clone()));
    let builder = ClientConfig::builder_with_provider(pin.provider())
        .with_safe_default_protocol_versions()
        .map_err(refuse)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(pin));
    let mut config = match credentials {
        Credentials::Certificate(identity) => builder
            .with_client_auth_cert(vec![identity.certificate()], PrivateKeyDer::Pkcs8(identity.key()))
            .map_err(refuse)?,
        Credentials::Anonymous | Credentials::Plain => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(Some(Arc::new(config)))
}
