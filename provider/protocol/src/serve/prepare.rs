//! All steps that can fail before the handshake line is printed.

use std::sync::Arc;

use rustls::ServerConfig;

use super::announce::attach_instructions;
use super::listener::Listener;
use super::{ServeError, ServeOptions};
use crate::handshake::{
    Env, HandshakeLine, MULTIPLEX_KEY, ServerIdentity, check_cookie, client_pin, negotiate, server_tls,
};

/// An open socket, its TLS configuration, and the text to print.
pub(super) struct Prepared {
    pub(super) listener: Listener,
    pub(super) tls: Option<Arc<ServerConfig>>,
    pub(super) announcement: String,
}

/// Checks the magic cookie, negotiates version and certificates, and opens the socket.
pub(super) fn prepare(env: &Env, options: &ServeOptions) -> Result<Prepared, ServeError> {
    if options.debug {
        let listener = Listener::bind(env)?;
        let announcement = attach_instructions(options, listener.address(), std::process::id());
        return Ok(Prepared { listener, tls: None, announcement });
    }
    check_cookie(env, &options.binary, &options.address)?;
    negotiate(env)?;
    let (tls, certificate) = match client_pin(env)? {
        Some(client) => {
            let server = ServerIdentity::generate()?;
            (Some(server_tls(client, &server)?), Some(server.certificate().to_vec()))
        }
        None => (None, None),
    };
    let listener = Listener::bind(env)?;
    let address = listener.address().clone();
    let line = HandshakeLine { address, certificate, multiplex_field: env.get(MULTIPLEX_KEY).is_some() };
    Ok(Prepared { listener, tls, announcement: line.to_string() })
}
