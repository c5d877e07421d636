//! TLS on the same port as plain HTTP, with a certificate that is created at the start. The first byte of a connection
//! shows which of them it is.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

/// The first byte of a TLS connection. No HTTP request begins with it.
const HANDSHAKE: u8 = 0x16;

/// The names of the server in its certificate.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Why TLS is not available.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// No certificate could be created.
    #[error("cannot create a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The TLS library does not accept the certificate.
    #[error("the certificate is not usable: {0}")]
    Configuration(#[from] rustls::Error),
    /// The certificate cannot be written.
    #[error("cannot write the certificate to {path}: {source}; choose another file with --tls FILE")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// Answers TLS connections with a certificate of an authority that exists only as long as the process. Its certificate
/// is written to a file, and clients trust it by `SSL_CERT_FILE`. `more` has further names of the server.
pub(crate) fn acceptor(authority_file: &Path, more: &[String]) -> Result<TlsAcceptor, TlsError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, "DTS emulator");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let names: Vec<String> = NAMES.iter().copied().map(str::to_owned).chain(more.iter().cloned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &authority)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let failed = |source| TlsError::File { path: authority_file.display().to_string(), source };
    std::fs::write(authority_file, authority.pem()).map_err(failed)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// A connection, with or without TLS.
pub(crate) struct Socket {
    state: State,
    tls: Option<TlsAcceptor>,
}

enum State {
    /// Nothing was read yet.
    New(TcpStream),
    Handshake(Box<Accept<TcpStream>>),
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// The handshake failed.
    Closed,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, tls: Option<TlsAcceptor>) -> Self {
        let state = if tls.is_some() { State::New(stream) } else { State::Plain(stream) };
        Self { state, tls }
    }

    /// Waits for the first byte, and for the handshake.
    fn poll_begun(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match &mut self.state {
                State::Plain(_) | State::Tls(_) => return Poll::Ready(Ok(())),
                State::Closed => return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
                State::New(stream) => {
                    let mut byte = [0; 1];
                    let mut first = ReadBuf::new(&mut byte);
                    ready!(stream.poll_peek(context, &mut first))?;
                    let is_tls = first.filled() == [HANDSHAKE];
                    let State::New(stream) = std::mem::replace(&mut self.state, State::Closed) else { continue };
                    self.state = match &self.tls {
                        Some(tls) if is_tls => State::Handshake(Box::new(tls.accept(stream))),
                        _ => State::Plain(stream),
                    };
                }
                State::Handshake(accept) => match ready!(Pin::new(accept.as_mut()).poll(context)) {
                    Ok(stream) => self.state = State::Tls(Box::new(stream)),
                    Err(error) => {
                        tracing::warn!("a TLS handshake failed: {error}");
                        self.state = State::Closed;
                        return Poll::Ready(Err(error));
                    }
                },
            }
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_begun(context))?;
        match &mut self.state {
            State::Plain(stream) => Pin::new(stream).poll_read(context, into),
            State::Tls(stream) => Pin::new(stream.as_mut()).poll_read(context, into),
            _ => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_begun(context))?;
        match &mut self.state {
            State::Plain(stream) => Pin::new(stream).poll_write(context, data),
            State::Tls(stream) => Pin::new(stream.as_mut()).poll_write(context, data),
            _ => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.state {
            State::New(stream) | State::Plain(stream) => Pin::new(stream).poll_flush(context),
            State::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(context),
            State::Handshake(_) | State::Closed => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.state {
            State::New(stream) | State::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            State::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(context),
            State::Handshake(_) | State::Closed => Poll::Ready(Ok(())),
        }
    }
}
