//! The login of a job at a real server.

use engine::connect::{Address, Endpoint, Secret, Tls};

use crate::core::world::{RealAddress, RealServer, RealTls};

/// The endpoint of the engine for a real server and the login of a job.
pub(crate) fn endpoint(server: &RealServer, user: &str, password: &str, encrypted: bool) -> Endpoint {
    let address = match &server.address {
        RealAddress::Tcp { host, port } => Address::Tcp { host: host.clone(), port: *port },
        RealAddress::Socket(path) => Address::Socket(path.clone()),
    };
    let mut endpoint = Endpoint::new(address, user, Secret::new(password));
    endpoint.tls = match &server.tls {
        RealTls::Verify { ca } => Tls::Verify { ca: ca.clone() },
        RealTls::Encrypt => Tls::Encrypt,
        RealTls::Off if encrypted => Tls::Encrypt,
        RealTls::Off => Tls::Off,
    };
    endpoint
}
