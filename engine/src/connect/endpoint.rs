//! The address of a server and the login.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use mysql_async::{OptsBuilder, SslOpts};
use zeroize::Zeroizing;

/// A password, which is never printed, and overwritten in memory when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Keeps a password.
    pub fn new(password: impl Into<String>) -> Self {
        Self(Zeroizing::new(password.into()))
    }

    fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A host name or IP address, and a port.
    Tcp {
        /// Host name or IP address.
        host: String,
        /// Port.
        port: u16,
    },
    /// A Unix socket.
    Socket(PathBuf),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Socket(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Whether the connection is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Tls {
    /// Not encrypted.
    #[default]
    Off,
    /// Encrypted; any certificate is accepted. The certificates that MySQL and MariaDB create contain no host name, so
    /// they cannot be verified.
    Encrypt,
    /// Encrypted, and the certificate is verified.
    Verify {
        /// The file (PEM) with the certificate authority; without it the authorities of browsers are trusted.
        ca: Option<PathBuf>,
    },
}

/// A server and the login.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Where the server listens.
    pub address: Address,
    /// The database account.
    pub user: String,
    /// Its password.
    pub password: Secret,
    /// Whether the connection is encrypted.
    pub tls: Tls,
    /// How long opening a connection may take.
    pub connect_timeout: Duration,
}

impl Endpoint {
    /// A server that is reached without encryption, within 10 seconds.
    pub fn new(address: Address, user: impl Into<String>, password: Secret) -> Self {
        Self { address, user: user.into(), password, tls: Tls::Off, connect_timeout: Duration::from_secs(10) }
    }

    pub(super) fn options(&self) -> OptsBuilder {
        let options = OptsBuilder::default()
            .user(Some(self.user.clone()))
            .pass(Some(self.password.expose().to_owned()))
            .stmt_cache_size(0)
            .tcp_keepalive(Some(Duration::from_secs(15)))
            .prefer_socket(false)
            .ssl_opts(self.tls_options());
        match &self.address {
            Address::Tcp { host, port } => options.ip_or_hostname(host.clone()).tcp_port(*port),
            Address::Socket(path) => options.socket(Some(path.display().to_string())).prefer_socket(true),
        }
    }

    fn tls_options(&self) -> Option<SslOpts> {
        match &self.tls {
            Tls::Off => None,
            Tls::Encrypt => Some(SslOpts::default().with_danger_accept_invalid_certs(true)),
            Tls::Verify { ca: None } => Some(SslOpts::default()),
            Tls::Verify { ca: Some(path) } => {
                Some(SslOpts::default().with_root_certs(vec![path.clone().into()]).with_disable_built_in_roots(true))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_in_the_debug_text() {
        let endpoint =
            Endpoint::new(Address::Tcp { host: "db".into(), port: 3306 }, "mover", Secret::new("correct-horse"));
        let text = format!("{endpoint:?}");
        assert!(text.contains("mover") && !text.contains("correct-horse"), "{text}");
    }
}
