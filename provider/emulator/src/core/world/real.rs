//! The real server behind a database of the world: with one on both sides, a job moves real rows.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use crate::core::secret::Secret;

use super::error::{Source, WorldError};
use super::words::one_of;

/// Databases of a server that no job may use.
const SYSTEM: [&str; 5] = ["mysql", "information_schema", "performance_schema", "sys", "ndbinfo"];
const USES: [&str; 3] = ["source", "destination", "both"];
const TLS: [&str; 3] = ["off", "encrypt", "verify"];
/// The port of an address without one.
const PORT: u16 = 3306;

/// A real server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RealServer {
    pub(crate) address: RealAddress,
    /// The only databases that a job may read or write.
    pub(crate) databases: Vec<String>,
    /// Whether a job may read from it.
    pub(crate) is_source: bool,
    /// Whether a job may write to it.
    pub(crate) is_destination: bool,
    pub(crate) tls: RealTls,
    /// A server of the other family (MariaDB for MySQL) is accepted.
    pub(crate) any_family: bool,
    /// The environment variable with the password that is used after a restart, when the one of the job is not known any more.
    pub(crate) password_variable: Option<String>,
    /// The place of the address in the world file, for messages.
    pub(crate) place: String,
}

/// Where a real server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RealAddress {
    Tcp { host: String, port: u16 },
    Socket(PathBuf),
}

/// How a connection is opened. A job that asks for encryption is encrypted in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RealTls {
    Off,
    Encrypt,
    Verify { ca: Option<PathBuf> },
}

/// The table `real` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RealEntry {
    address: Spanned<String>,
    databases: Spanned<Vec<Spanned<String>>>,
    #[serde(rename = "use")]
    usage: Option<Spanned<String>>,
    tls: Option<Spanned<String>>,
    ca: Option<Spanned<PathBuf>>,
    #[serde(default)]
    any_family: bool,
    password_variable: Option<String>,
}

impl RealServer {
    /// The password for jobs whose own one was lost in a restart.
    #[expect(clippy::disallowed_methods, reason = "the world file names the variable")]
    pub(crate) fn password_after_restart(&self) -> Option<Secret> {
        std::env::var(self.password_variable.as_ref()?).ok().map(Secret::new)
    }

    /// Whether the server runs on this machine.
    pub(crate) fn is_on_this_machine(&self) -> bool {
        match &self.address {
            RealAddress::Socket(_) => true,
            RealAddress::Tcp { host, .. } => host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        }
    }
}

impl std::fmt::Display for RealAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(formatter, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(formatter, "{host}:{port}"),
            Self::Socket(path) => write!(formatter, "{}", path.display()),
        }
    }
}

/// Checks the table `real` of a database.
pub(super) fn real(entry: RealEntry, source: &Source<'_>) -> Result<RealServer, WorldError> {
    let address = address(&entry.address, source)?;
    let databases = databases(entry.databases, source)?;
    let usage = chosen(entry.usage.as_ref(), &USES, "use", source)?;
    let tls = match (chosen(entry.tls.as_ref(), &TLS, "tls", source)?, &entry.ca) {
        ("verify", ca) => RealTls::Verify { ca: ca.as_ref().map(|path| path.get_ref().clone()) },
        (_, Some(ca)) => return Err(source.error(ca.span(), "ca needs tls = \"verify\"")),
        ("encrypt", None) => RealTls::Encrypt,
        _ => RealTls::Off,
    };
    Ok(RealServer {
        address,
        databases,
        is_source: usage != "destination",
        is_destination: usage != "source",
        tls,
        any_family: entry.any_family,
        password_variable: entry.password_variable,
        place: source.place(entry.address.span()),
    })
}

/// One of the words, the first one by default.
fn chosen<'w>(
    given: Option<&'w Spanned<String>>,
    words: &[&'static str],
    what: &str,
    source: &Source<'_>,
) -> Result<&'w str, WorldError> {
    let Some(word) = given else { return Ok(words.first().copied().unwrap_or_default()) };
    one_of(word, words, what, source)?;
    Ok(word.get_ref())
}

/// A path, or a host with or without a port; `localhost` is 127.0.0.1.
fn address(given: &Spanned<String>, source: &Source<'_>) -> Result<RealAddress, WorldError> {
    let text = given.get_ref().as_str();
    if text.starts_with('/') {
        return Ok(RealAddress::Socket(PathBuf::from(text)));
    }
    let wrong = || {
        let what = format!("the address \"{text}\" is not HOST:PORT, as \"127.0.0.1:3306\", or the path of a socket");
        source.error(given.span(), what)
    };
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
        _ => (text, PORT),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() || host.contains(['/', ' ', '@']) || port == 0 {
        return Err(wrong());
    }
    let host = if host.eq_ignore_ascii_case("localhost") { "127.0.0.1" } else { host };
    Ok(RealAddress::Tcp { host: host.to_owned(), port })
}

fn databases(given: Spanned<Vec<Spanned<String>>>, source: &Source<'_>) -> Result<Vec<String>, WorldError> {
    if given.get_ref().is_empty() {
        return Err(source.error(given.span(), "databases is empty; name the databases that a job may use"));
    }
    for name in given.get_ref() {
        if SYSTEM.iter().any(|system| system.eq_ignore_ascii_case(name.get_ref())) {
            let what = format!("{} is a system database; a job cannot migrate it", name.get_ref());
            return Err(source.error(name.span(), what));
        }
    }
    Ok(given.into_inner().into_iter().map(Spanned::into_inner).collect())
}
