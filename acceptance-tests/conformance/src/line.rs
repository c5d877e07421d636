//! The handshake line as the host reads it.

use std::net::SocketAddr;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::PluginError;

/// Where the plugin listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// A unix socket.
    Unix(PathBuf),
    /// A TCP port.
    Tcp(SocketAddr),
}

/// The fields of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakeLine {
    /// Where the plugin listens.
    pub network: Network,
    /// The plugin's certificate in DER form; none means plain text.
    pub certificate: Option<Vec<u8>>,
}

impl HandshakeLine {
    /// Reads `1|6|NETWORK|ADDRESS|grpc|CERTIFICATE`; the last field may be missing.
    ///
    /// # Errors
    /// [`PluginError::Line`] with the field that is wrong.
    pub fn parse(line: &str) -> Result<Self, PluginError> {
        let refuse = |problem: String| PluginError::Line { line: line.to_owned(), problem };
        let fields: Vec<&str> = line.split('|').collect();
        let (network, address, certificate) = match fields[..] {
            ["1", "6", network, address, "grpc"] => (network, address, ""),
            ["1", "6", network, address, "grpc", certificate] => (network, address, certificate),
            _ => return Err(refuse("it must begin 1|6|NETWORK|ADDRESS|grpc".to_owned())),
        };
        let network = match network {
            "unix" => Network::Unix(PathBuf::from(address)),
            "tcp" => Network::Tcp(address.parse().map_err(|_| refuse("the address is no TCP address".to_owned()))?),
            other => return Err(refuse(format!("unknown network {other:?}"))),
        };
        if certificate.is_empty() {
            return Ok(Self { network, certificate: None });
        }
        let decoded = STANDARD_NO_PAD.decode(certificate);
        let der =
            decoded.map_err(|error| refuse(format!("the certificate is not base64 without padding ({error})")))?;
        Ok(Self { network, certificate: Some(der) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_networks_are_read_with_and_without_certificate() {
        let unix = HandshakeLine::parse("1|6|unix|/tmp/a.sock|grpc|AQID").unwrap();
        assert_eq!(unix.network, Network::Unix("/tmp/a.sock".into()));
        assert_eq!(unix.certificate, Some(vec![1, 2, 3]));
        let tcp = HandshakeLine::parse("1|6|tcp|127.0.0.1:10000|grpc").unwrap();
        assert_eq!(tcp.network, Network::Tcp(([127, 0, 0, 1], 10_000).into()));
        assert_eq!(HandshakeLine::parse("1|6|unix|/a|grpc|").unwrap().certificate, None);
    }

    #[test]
    fn other_lines_are_refused_with_the_reason() {
        let cases = [
            ("hello", "must begin"),
            ("2|6|unix|/a|grpc|", "must begin"),
            ("1|5|unix|/a|grpc|", "must begin"),
            ("1|6|unix|/a|netrpc|", "must begin"),
            ("1|6|pipe|/a|grpc|", "unknown network"),
            ("1|6|tcp|no-address|grpc|", "no TCP address"),
            ("1|6|unix|/a|grpc|AQI=", "base64"),
        ];
        for (line, reason) in cases {
            let text = HandshakeLine::parse(line).unwrap_err().to_string();
            assert!(text.contains(reason) && text.contains(line), "{text}");
        }
    }
}
