//! Which requests go through a proxy, as the environment says.
//!
//! `HTTPS_PROXY`, else `ALL_PROXY`, is the proxy of every request to another machine; `NO_PROXY` lists the hosts that are
//! reached directly, in the forms of curl and of Go: `*`, a domain with or without a dot or `*.` in front of it, a host or a
//! domain with a port, an IP address, a network such as `10.0.0.0/8`. Each variable may also be written in lower case.

use std::net::IpAddr;

use crate::environment::Environment;

/// The proxy of the environment.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProxySettings {
    /// The proxy and the variable that names it.
    proxy: Option<(&'static str, Result<reqwest::Url, String>)>,
    /// The entries of `NO_PROXY`.
    direct: Vec<Direct>,
}

/// Hosts that are reached without the proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Direct {
    Everything,
    /// A domain and all names in it, with one port or with every port.
    Domain(String, Option<u16>),
    /// The addresses whose first bits are these, with one port or with every port.
    Network(IpAddr, u8, Option<u16>),
}

/// A proxy to use for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProxyAddress {
    /// The variable that names it.
    pub(crate) variable: &'static str,
    /// Its URL, with the user name and the password.
    pub(crate) url: reqwest::Url,
}

impl ProxyAddress {
    /// The proxy for messages, without a user name and a password.
    pub(crate) fn shown(&self) -> String {
        let Self { variable, url } = self;
        let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port} ({variable})", url.scheme(), url.host_str().unwrap_or_default())
    }
}

impl ProxySettings {
    /// Reads the variables.
    pub(crate) fn of(environment: &Environment) -> Self {
        let named = environment.first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]);
        let proxy = named.map(|(variable, value)| (variable, parse(value)));
        let list = environment.first(&["NO_PROXY", "no_proxy"]).map_or("", |(_, list)| list);
        let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
        Self { proxy, direct: entries.map(Direct::parse).collect() }
    }

    /// The proxy for a host of another machine, with its port; none when the host is reached directly.
    ///
    /// # Errors
    /// The variable does not contain the URL of a proxy.
    pub(crate) fn proxy_for(&self, host: &str, port: u16) -> Result<Option<ProxyAddress>, String> {
        let Some((variable, url)) = &self.proxy else { return Ok(None) };
        if self.direct.iter().any(|entry| entry.contains(host, port)) {
            return Ok(None);
        }
        match url {
            Ok(url) => Ok(Some(ProxyAddress { variable, url: url.clone() })),
            Err(reason) => Err(format!("{variable} is not the URL of a proxy: {reason}")),
        }
    }
}

/// Reads the URL of a proxy. Errors do not show the value, which may contain a password.
fn parse(value: &str) -> Result<reqwest::Url, String> {
    const FORM: &str = "write it as http://proxy.example.com:8080";
    let value = value.trim();
    let with_scheme = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let url: reqwest::Url = with_scheme.parse().map_err(|error| format!("{error}; {FORM}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the scheme {} is not supported; {FORM}", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(format!("the host is missing; {FORM}"));
    }
    Ok(url)
}

impl Direct {
    fn parse(entry: &str) -> Self {
        if entry == "*" {
            return Self::Everything;
        }
        if let Some((address, bits)) = entry.split_once('/')
            && let (Ok(address), Ok(bits)) = (address.parse::<IpAddr>(), bits.parse())
        {
            return Self::Network(address, bits, None);
        }
        let (host, port) = host_and_port(entry);
        if let Ok(address) = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            return Self::Network(address, if address.is_ipv4() { 32 } else { 128 }, port);
        }
        let domain = host.strip_prefix("*.").or_else(|| host.strip_prefix('.')).unwrap_or(host);
        Self::Domain(domain.to_ascii_lowercase(), port)
    }

    fn contains(&self, host: &str, port: u16) -> bool {
        let same_port = |wanted: &Option<u16>| wanted.is_none_or(|wanted| wanted == port);
        match self {
            Self::Everything => true,
            Self::Domain(domain, wanted) => {
                let host = host.trim_end_matches('.').to_ascii_lowercase();
                let inside =
                    host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
                inside && same_port(wanted)
            }
            Self::Network(network, bits, wanted) => {
                let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
                address.is_ok_and(|address| same_network(address, *network, *bits)) && same_port(wanted)
            }
        }
    }
}

/// A host with its port, if there is one. The colons of an IPv6 address without brackets are not one.
fn host_and_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            port.parse().map_or((entry, None), |port| (host, Some(port)))
        }
        _ => (entry, None),
    }
}

fn same_network(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    let shifted = |bytes: u128, length: u32| bytes.checked_shr(length.saturating_sub(bits.into())).unwrap_or(0);
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            shifted(address.to_bits().into(), 32) == shifted(network.to_bits().into(), 32)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            shifted(address.to_bits(), 128) == shifted(network.to_bits(), 128)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(proxy: &str, no_proxy: &str) -> ProxySettings {
        ProxySettings::of(&Environment::from_iter([("HTTPS_PROXY", proxy), ("NO_PROXY", no_proxy)]))
    }

    fn goes_through(no_proxy: &str, host: &str, port: u16) -> bool {
        settings("http://proxy:8801", no_proxy).proxy_for(host, port).unwrap().is_some()
    }

    #[test]
    fn a_host_is_excluded_in_every_form_of_curl_and_go() {
        let host = "dts.cn-hangzhou.aliyuncs.com";
        for direct in [
            "*",
            "*.aliyuncs.com",
            ".aliyuncs.com",
            "aliyuncs.com",
            "ALIYUNCS.com",
            "dts.cn-hangzhou.aliyuncs.com",
            "dts.cn-hangzhou.aliyuncs.com:443",
            "*.aliyuncs.com:443",
            "localhost, 10.0.0.0/8, .aliyuncs.com",
            "a b aliyuncs.com",
        ] {
            assert!(!goes_through(direct, host, 443), "{direct}");
        }
        for other in ["", "yuncs.com", "ram.aliyuncs.com", "aliyuncs.com:8443", "*.example.com", "10.0.0.0/8"] {
            assert!(goes_through(other, host, 443), "{other}");
        }
    }

    #[test]
    fn an_address_is_excluded_alone_by_its_network_and_with_its_port() {
        for direct in ["10.1.2.3", "10.0.0.0/8", "10.1.2.3:443", "0.0.0.0/0"] {
            assert!(!goes_through(direct, "10.1.2.3", 443), "{direct}");
        }
        for other in ["10.1.2.4", "11.0.0.0/8", "10.1.2.3:80", "10.1.2.2/32", "::/0"] {
            assert!(goes_through(other, "10.1.2.3", 443), "{other}");
        }
        for direct in ["fd00::1", "fd00::/8", "[fd00::1]:443", "[fd00::1]"] {
            assert!(!goes_through(direct, "[fd00::1]", 443), "{direct}");
        }
        assert!(goes_through("[fd00::1]:80", "[fd00::1]", 443));
    }

    #[test]
    fn an_invalid_proxy_is_an_error_that_names_the_variable_and_shows_no_password() {
        for wrong in ["http://:::8801", "http://user:canary-7@:::1", "socks5://proxy:1080", "http://", "ftp://proxy"] {
            let error = settings(wrong, "").proxy_for("dts.aliyuncs.com", 443).unwrap_err();
            assert!(error.starts_with("HTTPS_PROXY is not the URL of a proxy: "), "{wrong}: {error}");
            assert!(error.contains("http://proxy.example.com:8080") && !error.contains("canary"), "{wrong}: {error}");
        }
        let excluded = settings("http://:::8801", "*.aliyuncs.com").proxy_for("dts.aliyuncs.com", 443);
        assert_eq!(excluded, Ok(None), "it is not used for this host");
    }

    #[test]
    fn the_first_variable_counts_and_a_scheme_is_optional() {
        let variables = [("ALL_PROXY", "http://all:1"), ("https_proxy", "user:canary-7@lower:2")];
        let found = ProxySettings::of(&Environment::from_iter(variables)).proxy_for("host", 443).unwrap().unwrap();
        assert_eq!(found.shown(), "http://lower:2 (https_proxy)");
        assert_eq!((found.url.username(), found.url.password()), ("user", Some("canary-7")));
        let all = Environment::from_iter([("ALL_PROXY", "http://all:1"), ("HTTPS_PROXY", "")]);
        let found = ProxySettings::of(&all).proxy_for("host", 443);
        assert_eq!(found.unwrap().unwrap().variable, "ALL_PROXY");
        assert_eq!(ProxySettings::default().proxy_for("host", 443), Ok(None));
    }
}
