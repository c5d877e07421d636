//! Certificates for servers on loopback.

use std::path::{Path, PathBuf};

use crate::{ServerError, failed};

/// The files of a certificate for 127.0.0.1.
#[derive(Debug, Clone)]
pub struct Certificates {
    /// The certificate of its authority.
    pub authority: PathBuf,
    /// The options with which a server uses it.
    pub options: [String; 2],
}

/// Creates a certificate authority, and a certificate for 127.0.0.1, in files of a folder.
///
/// # Errors
/// If a file cannot be written.
pub fn certificates(folder: &Path, name: &str) -> Result<Certificates, ServerError> {
    let key = rcgen::KeyPair::generate().map_err(failed)?;
    let mut authority = rcgen::CertificateParams::new(Vec::new()).map_err(failed)?;
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    authority.distinguished_name.push(rcgen::DnType::CommonName, name);
    let certificate = authority.self_signed(&key).map_err(failed)?;
    let issuer = rcgen::Issuer::new(authority, key);
    let server_key = rcgen::KeyPair::generate().map_err(failed)?;
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).map_err(failed)?;
    let server = server.signed_by(&server_key, &issuer).map_err(failed)?;
    let write = |name: String, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| failed(format!("cannot write {}: {error}", path.display())))?;
        Ok::<_, ServerError>(path)
    };
    let authority = write(format!("{name}-ca.pem"), certificate.pem())?;
    let certificate = write(format!("{name}.pem"), server.pem())?;
    let key = write(format!("{name}-key.pem"), server_key.serialize_pem())?;
    Ok(Certificates {
        authority,
        options: [format!("--ssl-cert={}", certificate.display()), format!("--ssl-key={}", key.display())],
    })
}
