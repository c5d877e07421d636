//! The world of the emulator: the built-in one, with real servers behind the two databases of the example.

use std::process::Command;

use acceptance_harness::binaries;

use crate::RehearsalError;
use crate::accounts::Servers;

/// The databases of the example at each side, with their names there.
pub(crate) const DATABASES: [(&str, &str); 2] = [("orders", "orders"), ("inventory", "warehouse")];

/// The text of the world file.
pub(crate) fn world(servers: &Servers) -> Result<String, RehearsalError> {
    let printed = Command::new(binaries::provider()?).args(["emulator", "--print-world"]).output()?;
    let text = String::from_utf8_lossy(&printed.stdout).into_owned();
    let names = |side: fn(&(&str, &str)) -> String| DATABASES.iter().map(side).collect::<Vec<_>>().join(", ");
    let at_source = names(|(name, _)| format!("{name:?}"));
    let at_destination = names(|(_, name)| format!("{name:?}"));
    let text = replaced(&text, "rm-source-orders", &real(servers.source.port, &at_source, "source"))?;
    replaced(&text, "rm-destination-orders", &real(servers.destination.port, &at_destination, "destination"))
}

fn real(port: u16, databases: &str, usage: &str) -> String {
    format!(
        "engine = \"MySQL\"\nregion = \"cn-hangzhou\"\n\n[account.database.real]\naddress = \"127.0.0.1:{port}\"\n\
         databases = [{databases}]\nuse = \"{usage}\"\nany_family = true                  # MariaDB takes the place of MySQL\n\n"
    )
}

/// The text with another description of a database.
fn replaced(text: &str, id: &str, with: &str) -> Result<String, RehearsalError> {
    let line = format!("id = \"{id}\"\n");
    let missing =
        || RehearsalError::Unexpected { what: "the built-in world has no such database", found: id.to_owned() };
    let (before, after) = text.split_once(&line).ok_or_else(missing)?;
    let rest = after.find("\n[[").map_or("", |at| &after[at + 1..]);
    Ok(format!("{before}{line}{with}{rest}"))
}
