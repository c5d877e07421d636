//! A verifier that accepts one certificate: on the side of the provider the host's, and on the side of a host the provider's.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, SignatureScheme};

/// Accepts one certificate, compared byte for byte, and only from a peer that proves it has the private key.
///
/// Both certificates of a connection are self-signed and created for one run, so there is no chain to verify. go-plugin uses an
/// ECDSA key on P-521 for the host's, which only the aws-lc provider of rustls can verify.
#[derive(Clone, Debug)]
pub struct CertificatePin {
    certificate: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl CertificatePin {
    /// Accepts this certificate.
    pub fn new(certificate: CertificateDer<'static>) -> Self {
        Self { certificate, provider: Arc::new(aws_lc_rs::default_provider()) }
    }

    /// The cryptography that verifies the signatures, for the TLS configuration.
    pub fn provider(&self) -> Arc<CryptoProvider> {
        Arc::clone(&self.provider)
    }

    fn check(&self, found: &CertificateDer<'_>) -> Result<(), rustls::Error> {
        let rejected = CertificateError::ApplicationVerificationFailure;
        if *found == self.certificate { Ok(()) } else { Err(rejected.into()) }
    }

    fn tls12(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn tls13(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for CertificatePin {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        self.check(end_entity).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.tls12(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.tls13(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes()
    }
}

/// As go-plugin's client does, it checks that the certificate is for the name of the server, too.
impl ServerCertVerifier for CertificatePin {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.check(end_entity)?;
        rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.tls12(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.tls13(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    fn certificate() -> CertificateDer<'static> {
        let key = KeyPair::generate().unwrap();
        CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap().der().clone()
    }

    #[test]
    fn only_the_pinned_client_certificate_is_accepted() {
        let (ours, other) = (certificate(), certificate());
        let pin = CertificatePin::new(ours.clone());
        assert!(pin.verify_client_cert(&ours, &[], UnixTime::now()).is_ok());
        assert!(pin.verify_client_cert(&other, &[], UnixTime::now()).is_err());
        assert!(pin.client_auth_mandatory());
    }

    #[test]
    fn only_the_pinned_server_certificate_is_accepted_and_only_for_its_name() {
        let (ours, other) = (certificate(), certificate());
        let pin = CertificatePin::new(ours.clone());
        let verify = |certificate: &CertificateDer<'_>, name: &'static str| {
            pin.verify_server_cert(certificate, &[], &ServerName::try_from(name).unwrap(), &[], UnixTime::now())
        };
        assert!(verify(&ours, "localhost").is_ok());
        assert!(verify(&ours, "example.com").is_err());
        assert!(verify(&other, "localhost").is_err());
    }
}
