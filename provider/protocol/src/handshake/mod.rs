//! What go-plugin settles before the first call: who started us, which protocol, where to meet, and who may come in.
//!
//! Everything here is computed from an [`Env`] value; only [`Env::from_process`] looks at the process. Opening the
//! socket and printing the line is the business of [`crate::serve`].

mod certificate;
mod cookie;
mod env;
mod error;
mod line;
mod version;

pub use certificate::{ClientPin, ServerIdentity, server_tls};
pub use cookie::check_cookie;
pub use env::Env;
pub use error::HandshakeError;
pub use line::{Address, Line};
pub use version::{PROTOCOL_VERSION, negotiate};

/// Name of the variable that tells a plugin its host started it.
pub const MAGIC_COOKIE_KEY: &str = "TF_PLUGIN_MAGIC_COOKIE";
/// What Terraform and OpenTofu put into [`MAGIC_COOKIE_KEY`].
pub const MAGIC_COOKIE_VALUE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/// The major protocol versions the host speaks, separated by commas.
pub const PROTOCOL_VERSIONS_KEY: &str = "PLUGIN_PROTOCOL_VERSIONS";
/// The host's certificate in PEM form; when it is set, the connection is TLS with certificates on both sides.
pub const CLIENT_CERT_KEY: &str = "PLUGIN_CLIENT_CERT";
/// The folder for the unix socket; the temporary folder when unset.
pub const UNIX_SOCKET_DIR_KEY: &str = "PLUGIN_UNIX_SOCKET_DIR";
/// The lowest TCP port to try, where there are no unix sockets.
pub const MIN_PORT_KEY: &str = "PLUGIN_MIN_PORT";
/// The highest TCP port to try.
pub const MAX_PORT_KEY: &str = "PLUGIN_MAX_PORT";
/// Set by hosts that can run several broker connections over one socket, and read a seventh field in the line.
pub const MULTIPLEX_KEY: &str = "PLUGIN_MULTIPLEX_GRPC";
