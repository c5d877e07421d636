//! The go-plugin handshake before the first call: who started the process, which protocol version both sides support, at
//! which address the provider listens, and which client may connect.
//!
//! All of it is computed from an [`Env`] value; only [`Env::from_process`] reads the environment of the process. Opening the
//! socket and printing the line is done by [`crate::serve`].

mod certificate;
mod cookie;
mod env;
mod error;
mod line;
mod pin;
mod version;

pub use certificate::{ServerIdentity, client_pin, server_tls};
pub use cookie::check_cookie;
pub use env::Env;
pub use error::HandshakeError;
pub use line::{Address, HandshakeLine};
pub use pin::CertificatePin;
pub use version::{PROTOCOL_VERSION, negotiate};

/// Name of the variable by which a plugin recognizes that a host started it.
pub const MAGIC_COOKIE_KEY: &str = "TF_PLUGIN_MAGIC_COOKIE";
/// The value of [`MAGIC_COOKIE_KEY`] that Terraform and OpenTofu set.
pub const MAGIC_COOKIE_VALUE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/// The major protocol versions that the host supports, separated by commas.
pub const PROTOCOL_VERSIONS_KEY: &str = "PLUGIN_PROTOCOL_VERSIONS";
/// The host's certificate in PEM form. When it is set, the connection uses TLS with certificates on both sides.
pub const CLIENT_CERT_KEY: &str = "PLUGIN_CLIENT_CERT";
/// The folder for the Unix socket. Default: the temporary folder of the system.
pub const UNIX_SOCKET_DIR_KEY: &str = "PLUGIN_UNIX_SOCKET_DIR";
/// The lowest TCP port to try, on systems without Unix sockets. Default: 0, which lets the system choose.
pub const MIN_PORT_KEY: &str = "PLUGIN_MIN_PORT";
/// The highest TCP port to try. Default: 0.
pub const MAX_PORT_KEY: &str = "PLUGIN_MAX_PORT";
/// Set by hosts that support several broker connections over one socket. They read a seventh field of the handshake line.
pub const MULTIPLEX_KEY: &str = "PLUGIN_MULTIPLEX_GRPC";
