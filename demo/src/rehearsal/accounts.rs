//! The two servers, with the database accounts that the example uses and no more privileges than a migration needs.

use std::path::Path;

use acceptance_harness::built_in::{DESTINATION_PASSWORD, SOURCE_PASSWORD};
use engine::connect::{Endpoint, Tls};
use real_servers::{Server, WITH_LOG, certificates};

use crate::RehearsalError;

/// The user name of the example.
const USER: &str = "dts";
const AT_SOURCE: &str = "SELECT, SHOW VIEW, REPLICATION CLIENT, REPLICATION SLAVE";
const AT_DESTINATION: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW";

/// Both servers.
pub(crate) struct Servers {
    pub(crate) source: Server,
    pub(crate) destination: Server,
}

impl Servers {
    /// Starts them with encryption, because the example asks for it.
    pub(crate) async fn start(folder: &Path) -> Result<Self, RehearsalError> {
        let certificate = certificates(folder, "rehearsal")?;
        let tls = certificate.options.each_ref().map(String::as_str);
        let source = Server::start(&[&["--server-id=1001"], &WITH_LOG[..], &tls[..]].concat()).await?;
        let destination = Server::start(&[&["--server-id=2001"], &tls[..]].concat()).await?;
        let account = |password: &str, privileges: &str| {
            format!("CREATE USER {USER} IDENTIFIED BY '{password}' REQUIRE SSL;\nGRANT {privileges} ON *.* TO {USER}")
        };
        source.execute(&account(SOURCE_PASSWORD, AT_SOURCE)).await?;
        destination.execute(&account(DESTINATION_PASSWORD, AT_DESTINATION)).await?;
        Ok(Self { source, destination })
    }

    /// The logins of the example, for the comparison at the end.
    pub(crate) fn logins(&self) -> [Endpoint; 2] {
        let login = |server: &Server, password: &str| Endpoint { tls: Tls::Encrypt, ..server.login(USER, password) };
        [login(&self.source, SOURCE_PASSWORD), login(&self.destination, DESTINATION_PASSWORD)]
    }
}
