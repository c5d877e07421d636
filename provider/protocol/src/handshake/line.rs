//! The handshake line, the only line that a plugin prints on standard output.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::PROTOCOL_VERSION;

/// Version of go-plugin's handshake, the first field of the line.
const CORE_PROTOCOL_VERSION: u32 = 1;

/// Where the plugin listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A Unix socket.
    Unix(PathBuf),
    /// A TCP socket on the loopback interface.
    Tcp(SocketAddr),
}

impl Address {
    /// The name of the network in go-plugin: `unix` or `tcp`.
    pub fn network(&self) -> &'static str {
        match self {
            Self::Unix(_) => "unix",
            Self::Tcp(_) => "tcp",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "{}", path.display()),
            Self::Tcp(address) => write!(f, "{address}"),
        }
    }
}

/// The handshake line: `1|6|unix|/tmp/x.sock|grpc|CERTIFICATE`.
#[derive(Clone, Debug)]
pub struct HandshakeLine {
    /// The address to which the host connects.
    pub address: Address,
    /// The provider's certificate in DER form when the connection uses TLS; printed as base64 without padding.
    pub certificate: Option<Vec<u8>>,
    /// Whether to print the field for broker multiplexing, which is always `false`. Only hosts that set
    /// [`MULTIPLEX_KEY`](super::MULTIPLEX_KEY) can read this field.
    pub multiplex_field: bool,
}

impl fmt::Display for HandshakeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificate = self.certificate.as_ref().map(|der| STANDARD_NO_PAD.encode(der)).unwrap_or_default();
        let Self { address, .. } = self;
        let network = address.network();
        write!(f, "{CORE_PROTOCOL_VERSION}|{PROTOCOL_VERSION}|{network}|{address}|grpc|{certificate}")?;
        if self.multiplex_field { write!(f, "|false") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tls_the_certificate_field_is_empty() {
        let address = Address::Unix(PathBuf::from("/tmp/a.sock"));
        let line = HandshakeLine { address, certificate: None, multiplex_field: false };
        assert_eq!(line.to_string(), "1|6|unix|/tmp/a.sock|grpc|");
    }

    #[test]
    fn the_certificate_is_base64_without_padding() {
        let address = Address::Tcp(SocketAddr::from(([127, 0, 0, 1], 10_000)));
        let line = HandshakeLine { address, certificate: Some(vec![0xff, 0xfe, 0xfd, 0xfc]), multiplex_field: false };
        assert_eq!(line.to_string(), "1|6|tcp|127.0.0.1:10000|grpc|//79/A");
    }

    #[test]
    fn multiplexing_is_declined_when_the_host_offers_it() {
        let address = Address::Unix(PathBuf::from("/a"));
        let line = HandshakeLine { address, certificate: None, multiplex_field: true };
        assert_eq!(line.to_string(), "1|6|unix|/a|grpc||false");
    }
}
