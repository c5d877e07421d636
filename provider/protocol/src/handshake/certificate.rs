//! AutoMTLS: each side creates a certificate for this run only, and the other side accepts that certificate alone.

use std::sync::Arc;

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::ParsedCertificate;

use super::{CLIENT_CERT_KEY, CertificatePin, Env, HandshakeError};

/// Reads the host's certificate from the environment. Returns `None` when the host does not use TLS.
///
/// # Errors
/// [`HandshakeError::ClientCertificate`] when the variable does not hold exactly one certificate in PEM form.
pub fn client_pin(env: &Env) -> Result<Option<CertificatePin>, HandshakeError> {
    let Some(pem) = env.get(CLIENT_CERT_KEY) else { return Ok(None) };
    let rejected = |found: String| HandshakeError::ClientCertificate { found };
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| rejected(format!("malformed PEM ({error})")))?;
    let [certificate] = <[_; 1]>::try_from(certificates)
        .map_err(|found| rejected(format!("{} certificates in {} bytes", found.len(), pem.len())))?;
    ParsedCertificate::try_from(&certificate)
        .map_err(|error| rejected(format!("a PEM block that is not a certificate ({error})")))?;
    Ok(Some(CertificatePin::new(certificate)))
}

/// The provider's certificate and key, which are valid for this process only.
#[derive(Debug)]
pub struct ServerIdentity {
    certificate: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl ServerIdentity {
    /// Generates an ECDSA key on P-256 and a self-signed certificate for `localhost`, the server name that go-plugin uses.
    ///
    /// Every host can verify a P-256 key, and generating one takes well under a millisecond.
    ///
    /// # Errors
    /// [`HandshakeError::ServerCertificate`] when the TLS library fails.
    pub fn generate() -> Result<Self, HandshakeError> {
        let rejected = |error: rcgen::Error| HandshakeError::ServerCertificate { reason: error.to_string() };
        let key = KeyPair::generate().map_err(rejected)?;
        let mut params = CertificateParams::new(["localhost".to_owned()]).map_err(rejected)?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyAgreement];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.self_signed(&key).map_err(rejected)?;
        Ok(Self { certificate: certificate.der().clone(), key: PrivatePkcs8KeyDer::from(key.serialize_der()) })
    }

    /// The certificate in DER form, for the handshake line.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

/// The TLS configuration of the server: it presents `server`, accepts only `client`, and negotiates HTTP/2 by ALPN, which
/// grpc-go requires.
///
/// # Errors
/// [`HandshakeError::ServerCertificate`] when the TLS library rejects the certificate.
pub fn server_tls(client: CertificatePin, server: &ServerIdentity) -> Result<Arc<ServerConfig>, HandshakeError> {
    let rejected = |error: rustls::Error| HandshakeError::ServerCertificate { reason: error.to_string() };
    let mut config = ServerConfig::builder_with_provider(client.provider())
        .with_safe_default_protocol_versions()
        .map_err(rejected)?
        .with_client_cert_verifier(Arc::new(client))
        .with_single_cert(vec![server.certificate.clone()], PrivateKeyDer::Pkcs8(server.key.clone_key()))
        .map_err(rejected)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem() -> String {
        let key = KeyPair::generate().unwrap();
        CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap().pem()
    }

    fn found(value: &str) -> String {
        let error = client_pin(&Env::from_iter([(CLIENT_CERT_KEY, value)])).unwrap_err();
        assert!(matches!(error, HandshakeError::ClientCertificate { .. }), "{error}");
        error.to_string()
    }

    #[test]
    fn tls_is_off_without_the_variable() {
        assert!(client_pin(&Env::default()).unwrap().is_none());
    }

    #[test]
    fn a_value_other_than_one_certificate_is_an_error_and_does_not_disable_tls() {
        assert!(found("not a certificate").contains("0 certificates"));
        assert!(found(&format!("{}{}", pem(), pem())).contains("2 certificates"));
        assert!(found("-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n").contains("malformed PEM"));
        let wrapped = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        assert!(found(wrapped).contains("not a certificate"));
        let cut = pem();
        assert!(!found(&cut[..cut.len() / 2]).is_empty());
    }

    #[test]
    fn the_generated_certificate_gives_a_tls_configuration() {
        let server = ServerIdentity::generate().unwrap();
        let pin = client_pin(&Env::from_iter([(CLIENT_CERT_KEY, pem())])).unwrap().unwrap();
        let config = server_tls(pin, &server).unwrap();
        assert_eq!(config.alpn_protocols, [b"h2".to_vec()]);
        assert!(server.certificate().len() > 200);
    }
}
