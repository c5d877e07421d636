//! Where requests are sent.

mod table;

use std::net::IpAddr;

use http::uri::Authority;

pub use table::{EndpointRow, EndpointTable, RateRow};

use crate::service::Service;

/// The longest host name of DNS.
const LONGEST_HOST: usize = 253;
/// Longest value in an error.
const SHOWN: usize = 80;

/// The variable with the endpoint of all services.
pub const EVERY_ENDPOINT: &str = "DTS_ENDPOINT_URL";

/// An endpoint that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Plain HTTP to another machine.
    #[error(
        "{setting} ({value:?}) uses http, which sends keys and passwords unencrypted; http is allowed only for loopback \
         addresses (localhost, 127.0.0.0/8, [::1]), so use HTTPS or omit the scheme"
    )]
    PlainHttp {
        /// Setting or variable.
        setting: String,
        /// Its value.
        value: String,
    },
    /// Not a host.
    #[error(
        "{setting} ({value:?}) is not an endpoint: {problem}; write a host name such as \"host.example.com\" or \"https://host.example.com\""
    )]
    Malformed {
        /// Setting or variable.
        setting: String,
        /// Its value.
        value: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Some endpoints are this machine, and others are not.
    #[error(
        "the endpoint of {loopback} is a loopback address, but that of {other} is {host}: a part of the calls would be sent to the \
         cloud. Set the endpoints of all services to loopback addresses, or of none. The variable {EVERY_ENDPOINT} sets all of them"
    )]
    Mixed {
        /// A service with a loopback address.
        loopback: &'static str,
        /// A service with another address.
        other: &'static str,
        /// The host of the other service.
        host: String,
    },
    /// The client has no endpoint for a service.
    #[error("there is no endpoint for the service {service}")]
    UnknownService {
        /// Name of the service.
        service: &'static str,
    },
}

/// A host with its scheme and port.
///
/// ```
/// use cloud_core::Endpoint;
///
/// let endpoint = Endpoint::parse("endpoints.dts", "dts.aliyuncs.com")?;
/// assert_eq!(endpoint.url(), "https://dts.aliyuncs.com");
/// assert!(Endpoint::parse("endpoints.dts", "http://dts.aliyuncs.com").is_err()); // plain http to another machine
/// # Ok::<(), cloud_core::EndpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    secure: bool,
    authority: Authority,
    metadata: bool,
}

impl Endpoint {
    /// Reads `host`, `host:port`, `https://host` or `http://127.0.0.1:PORT`. `setting` is the setting or the variable that
    /// holds the value, for the error.
    ///
    /// # Errors
    /// [`EndpointError`] when the value is not a host, or is plain HTTP to another machine.
    pub fn parse(setting: &str, value: &str) -> Result<Self, EndpointError> {
        let endpoint = parse(setting, value)?;
        if endpoint.is_plain() && !endpoint.is_loopback() {
            return Err(EndpointError::PlainHttp { setting: setting.to_owned(), value: cut(value) });
        }
        Ok(endpoint)
    }

    /// Reads the address of the metadata service of a cloud instance. Plain HTTP is allowed to `metadata_host` too: that
    /// address is served by the instance's own host.
    ///
    /// # Errors
    /// As for [`Endpoint::parse`].
    pub fn parse_metadata(setting: &str, value: &str, metadata_host: &str) -> Result<Self, EndpointError> {
        let endpoint = parse(setting, value)?;
        if endpoint.is_plain() && !endpoint.is_loopback() && endpoint.authority.host() != metadata_host {
            return Err(EndpointError::PlainHttp { setting: setting.to_owned(), value: cut(value) });
        }
        Ok(Self { metadata: true, ..endpoint })
    }

    /// `Host` header, with the port unless it is the default port of the scheme.
    pub fn host(&self) -> &str {
        let default_port = if self.secure { ":443" } else { ":80" };
        let text = self.authority.as_str();
        text.strip_suffix(default_port).unwrap_or(text)
    }

    /// `https://host` or `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.host())
    }

    /// The host without its port.
    pub(crate) fn host_name(&self) -> &str {
        self.authority.host()
    }

    /// The port, also when it is the default port of the scheme.
    pub(crate) fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(if self.secure { 443 } else { 80 })
    }

    /// Whether requests are sent without TLS.
    pub fn is_plain(&self) -> bool {
        !self.secure
    }

    /// Whether it is this machine, which is reached without a proxy.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.authority.host())
    }

    /// Whether it is the metadata service of a cloud instance, which answers quickly or does not exist.
    pub fn is_metadata(&self) -> bool {
        self.metadata
    }
}

/// Rejects endpoints of which some are this machine and others are not: a test on an emulator would change the real cloud.
///
/// # Errors
/// [`EndpointError::Mixed`].
pub fn on_one_side(endpoints: &[(&'static Service, Endpoint)]) -> Result<(), EndpointError> {
    let at = |loopback: bool| endpoints.iter().find(|(_, endpoint)| endpoint.is_loopback() == loopback);
    match (at(true), at(false)) {
        (Some((loopback, _)), Some((other, endpoint))) => {
            let host = endpoint.host().to_owned();
            Err(EndpointError::Mixed { loopback: loopback.name, other: other.name, host })
        }
        _ => Ok(()),
    }
}

fn parse(setting: &str, value: &str) -> Result<Endpoint, EndpointError> {
    let malformed = |problem| EndpointError::Malformed { setting: setting.to_owned(), value: shown(value), problem };
    let (scheme, rest) = value.trim().split_once("://").unwrap_or(("https", value.trim()));
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return Err(malformed("the scheme is not https or http")),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#']) {
        return Err(malformed("an endpoint has no path"));
    }
    if rest.contains('@') {
        return Err(malformed("an endpoint has no user name"));
    }
    let authority: Authority = rest.parse().map_err(|_| malformed("that is not a host name"))?;
    if authority.host().len() > LONGEST_HOST {
        return Err(malformed("the host name has more than 253 characters"));
    }
    if authority.host().is_empty() {
        return Err(malformed("the host name is missing"));
    }
    if authority.as_str().len() > authority.host().len() && authority.port_u16().is_none() {
        return Err(malformed("the port is not a number from 0 to 65535"));
    }
    Ok(Endpoint { secure, authority, metadata: false })
}

/// A value that contains a user name may contain a password too, and a query or a fragment may contain a token.
fn shown(value: &str) -> String {
    if value.contains('@') {
        return "(not shown)".to_owned();
    }
    match value.find(['?', '#']) {
        Some(at) => format!("{}(not shown)", cut(&value[..=at])),
        None => cut(value),
    }
}

/// A long value, cut.
fn cut(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// Whether a host without its port is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA_HOST: &str = "100.100.100.200";

    #[test]
    fn an_endpoint_may_be_a_host_or_a_url() {
        let url = |value: &str| Endpoint::parse("endpoints.dts", value).unwrap().url();
        assert_eq!(url("dts.aliyuncs.com"), "https://dts.aliyuncs.com");
        assert_eq!(url(" https://dts.aliyuncs.com/ "), "https://dts.aliyuncs.com");
        assert_eq!(url("proxy.example:8443"), "https://proxy.example:8443");
        assert_eq!(url("https://proxy.example:443"), "https://proxy.example");
        assert_eq!(url("HTTP://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }

    #[test]
    fn all_endpoints_are_this_machine_or_none() {
        static ONE: Service = Service { key: "one", name: "One", version: "", endpoint_variable: "" };
        static TWO: Service = Service { key: "two", name: "Two", version: "", endpoint_variable: "" };
        let of = |value: &str| Endpoint::parse("x", value).unwrap();
        let sides = |one: &str, two: &str| on_one_side(&[(&ONE, of(one)), (&TWO, of(two))]);
        assert_eq!(sides("http://127.0.0.1:1", "http://[::1]:2"), Ok(()));
        assert_eq!(sides("one.example.com", "two.example.com"), Ok(()));
        for (one, two, loopback) in
            [("http://127.0.0.1:1", "b.example.com", "of One is"), ("b.example.com", "localhost:1", "of Two is")]
        {
            let error = sides(one, two).unwrap_err().to_string();
            let parts = [loopback, "b.example.com", "DTS_ENDPOINT_URL sets all"];
            assert!(parts.iter().all(|part| error.contains(part)), "{error}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for value in ["http://localhost:1", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080"] {
            assert!(Endpoint::parse("endpoints.dts", value).unwrap().is_loopback(), "{value}");
        }
        for value in ["http://dts.aliyuncs.com", "http://10.0.0.1:80", "http://localhost.example", "http://[::2]:1"] {
            let error = Endpoint::parse("endpoints.dts", value).unwrap_err();
            assert!(matches!(error, EndpointError::PlainHttp { .. }), "{value}");
            assert!(error.to_string().contains(value) && error.to_string().contains("HTTPS"), "{error}");
        }
        assert!(!Endpoint::parse("endpoints.dts", "https://dts.aliyuncs.com").unwrap().is_loopback());
    }

    #[test]
    fn plain_http_to_the_metadata_service_is_allowed_at_its_own_address() {
        let metadata = |value: &str| Endpoint::parse_metadata("metadata_address", value, METADATA_HOST);
        let service = metadata(&format!("http://{METADATA_HOST}")).unwrap();
        assert!(service.is_metadata() && service.is_plain() && !service.is_loopback());
        let error = metadata("http://100.100.100.201").unwrap_err();
        assert!(matches!(error, EndpointError::PlainHttp { .. }), "{error}");
        assert!(Endpoint::parse("endpoints.sts", &service.url()).is_err(), "for no other service");
        assert!(!Endpoint::parse("endpoints.sts", "http://127.0.0.1").unwrap().is_metadata());
    }

    #[test]
    fn a_malformed_endpoint_is_refused_with_the_setting_and_without_a_password() {
        for value in ["", "ftp://host", "host/path", "host?x", "ho st", "host:99999", "https://"] {
            let error = Endpoint::parse("DTS_ENDPOINT", value).unwrap_err();
            assert!(error.to_string().starts_with("DTS_ENDPOINT ("), "{error}");
        }
        let error = Endpoint::parse("DTS_ENDPOINT", "https://user:canary-7@host").unwrap_err();
        assert!(!error.to_string().contains("canary"), "{error}");
        for value in ["https://host/?token=canary-7", "https://host#canary-7", "host?canary-7#x"] {
            let error = Endpoint::parse("DTS_ENDPOINT", value).unwrap_err().to_string();
            assert!(error.contains("host") && error.contains("(not shown)") && !error.contains("canary"), "{error}");
        }
    }
}
