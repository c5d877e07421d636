//! The client's certificate, made for one run as go-plugin does.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P521_SHA512,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::PluginError;

/// The curve of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Common and fast.
    P256,
    /// What go-plugin makes, and what some TLS libraries cannot verify.
    P521,
}

/// A certificate that signed itself, with its key.
#[derive(Debug)]
pub struct ClientIdentity {
    pem: String,
    certificate: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl ClientIdentity {
    /// Makes a new one, with the name and usages go-plugin puts into its own.
    ///
    /// # Errors
    /// [`PluginError::Certificate`] when the TLS library refuses.
    pub fn generate(kind: KeyKind) -> Result<Self, PluginError> {
        let refuse = |error: rcgen::Error| PluginError::Certificate { reason: error.to_string() };
        let algorithm = match kind {
            KeyKind::P256 => &PKCS_ECDSA_P256_SHA256,
            KeyKind::P521 => &PKCS_ECDSA_P521_SHA512,
        };
        let key = KeyPair::generate_for(algorithm).map_err(refuse)?;
        let mut params = CertificateParams::new(["localhost".to_owned()]).map_err(refuse)?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.self_signed(&key).map_err(refuse)?;
        Ok(Self { pem: certificate.pem(), certificate: certificate.der().clone(), key: key.serialize_der().into() })
    }

    /// The certificate in PEM form, for `PLUGIN_CLIENT_CERT`.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    pub(super) fn certificate(&self) -> CertificateDer<'static> {
        self.certificate.clone()
    }

    pub(super) fn key(&self) -> PrivatePkcs8KeyDer<'static> {
        self.key.clone_key()
    }
}
