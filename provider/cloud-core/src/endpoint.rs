//! Reading an endpoint somebody wrote.

use std::net::IpAddr;

use http::uri::Authority;

use super::Endpoint;

/// An endpoint that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Plain HTTP to another machine.
    #[error(
        "{setting} = {value:?}: plain http would show keys and passwords to the network, so it is allowed for this \
         machine only (localhost, 127.0.0.0/8, [::1]); write https:// or leave the scheme out"
    )]
    PlainHttp {
        /// Setting or variable.
        setting: String,
        /// What it holds.
        value: String,
    },
    /// Not a host at all.
    #[error(
        "{setting} = {value:?}: {problem}; write a host such as \"dts.aliyuncs.com\" or \"https://dts.aliyuncs.com\""
    )]
    Malformed {
        /// Setting or variable.
        setting: String,
        /// What it holds.
        value: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Host of the metadata service inside ECS instances.
pub(crate) const METADATA_HOST: &str = "100.100.100.200";

/// Whether an endpoint override can be used: for checks before a client is made.
///
/// # Errors
/// What is wrong with it.
pub fn check_override(setting: &str, value: &str) -> Result<(), EndpointError> {
    parse_override(setting, value).map(|_| ())
}

/// Reads `host`, `host:port`, `https://host` or `http://loopback:port`.
pub(crate) fn parse_override(setting: &str, value: &str) -> Result<Endpoint, EndpointError> {
    let endpoint = parse(setting, value)?;
    if endpoint.is_plain() && !endpoint.is_loopback() {
        return Err(EndpointError::PlainHttp { setting: setting.to_owned(), value: value.to_owned() });
    }
    Ok(endpoint)
}

/// Reads the address of the metadata service, which speaks plain HTTP at an address that never leaves the instance.
pub(crate) fn parse_metadata(setting: &str, value: &str) -> Result<Endpoint, EndpointError> {
    let endpoint = parse(setting, value)?;
    if endpoint.is_plain() && !endpoint.is_loopback() && endpoint.authority.host() != METADATA_HOST {
        return Err(EndpointError::PlainHttp { setting: setting.to_owned(), value: value.to_owned() });
    }
    Ok(Endpoint { metadata: true, ..endpoint })
}

fn parse(setting: &str, value: &str) -> Result<Endpoint, EndpointError> {
    let malformed = |problem| EndpointError::Malformed { setting: setting.to_owned(), value: shown(value), problem };
    let (scheme, rest) = value.trim().split_once("://").unwrap_or(("https", value.trim()));
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return Err(malformed("only https and http are known")),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#']) {
        return Err(malformed("an endpoint has no path"));
    }
    if rest.contains('@') {
        return Err(malformed("an endpoint has no user name"));
    }
    let authority: Authority = rest.parse().map_err(|_| malformed("that is not a host name"))?;
    if authority.host().is_empty() {
        return Err(malformed("the host name is missing"));
    }
    if authority.as_str().len() > authority.host().len() && authority.port_u16().is_none() {
        return Err(malformed("the port is not a number from 0 to 65535"));
    }
    Ok(Endpoint { secure, authority, metadata: false })
}

/// A value that holds a user name may hold a password too.
fn shown(value: &str) -> String {
    if value.contains('@') { "(not shown)".to_owned() } else { value.to_owned() }
}

/// Whether a host without its port is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
