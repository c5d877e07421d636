//! The gRPC connection, with the certificates each case wants.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsConnector;
use tonic::transport::{Channel, Endpoint, Uri};

use super::{ClientIdentity, HandshakeLine, Network, PluginError};

/// Whom the client claims to be.
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
    let provider = Arc::new(aws_lc_rs::default_provider());
    let pin = ServerPin { certificate: CertificateDer::from(server.clone()), provider: Arc::clone(&provider) };
    let builder = ClientConfig::builder_with_provider(provider)
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

/// Trusts the certificate of the handshake line for the name `localhost`, as go-plugin's client does. A chain is not
/// walked: plugins sign their certificate themselves, some as an authority and some not.
#[derive(Debug)]
struct ServerPin {
    certificate: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for ServerPin {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if *end_entity != self.certificate {
            return Err(CertificateError::ApplicationVerificationFailure.into());
        }
        rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
