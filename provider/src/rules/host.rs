//! Host names and IP addresses.

use std::net::IpAddr;

use tfplugin::validate::Validator;

use super::{ValueRule, shown, without_space_around};

static HOST: ValueRule = ValueRule::text(
    "host-format",
    "A host",
    "must be a host name or an IP address, without scheme and port",
    check_host,
);

/// A host name or an IP address.
pub(crate) fn host() -> impl Validator {
    &HOST
}

/// The rules of this file.
pub(crate) fn host_rules() -> [&'static ValueRule; 1] {
    [&HOST]
}

fn check_host(text: &str) -> Result<(), String> {
    without_space_around(text, is_host)?;
    if is_host(text) {
        return Ok(());
    }
    if let Some((scheme, address)) = text.split_once("://") {
        return Err(format!("{} has a scheme ({scheme}).{}", shown(text), write(host_of(address))));
    }
    if let Some((host, port)) = text.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit())) {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        return Err(match (is_host(host), port) {
            (true, "") => format!("{} ends with a colon.{}", shown(text), write(host)),
            (true, _) => format!("{} has a port in it. Write host = {host:?} and port = {port}.", shown(text)),
            (false, _) => format!("{} is not a host name.", shown(text)),
        });
    }
    Err(match text.chars().next() {
        None => "It is empty.".to_owned(),
        Some(_) if text.chars().all(|c| c.is_ascii_digit() || c == '.') => {
            format!("{} is not an IP address. An IPv4 address has four numbers from 0 to 255.", shown(text))
        }
        Some(_) => format!("{} is not a host name.", shown(text)),
    })
}

fn is_host(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || is_host_name(text)
}

/// The limits of DNS, and `_`, which some internal zones have. A name of digits would be an incomplete IP address.
fn is_host_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = text.strip_suffix('.').unwrap_or(text);
    text.len() <= 253
        && name.split('.').all(is_label)
        && !name.rsplit('.').next().unwrap_or_default().chars().all(|c| c.is_ascii_digit())
}

/// The host of a URL's part after the scheme.
fn host_of(address: &str) -> &str {
    let authority = address.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

/// What to write instead. A text that the rule rejects is never proposed.
fn write(host: &str) -> String {
    if is_host(host) { format!(" Write {host:?}.") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        check_host(text).unwrap_err()
    }

    #[test]
    fn a_host_has_no_scheme_and_no_port() {
        for good in ["10.0.0.1", "db.example.com", "::1", "db_1"] {
            assert_eq!(check_host(good), Ok(()), "{good}");
        }
        assert!(refused("mysql://db:3306/x").contains("Write \"db\""));
        assert!(refused("mysql://root@db:3306/x").contains("Write \"db\""));
        assert!(refused("db:3306").contains("Write host = \"db\" and port = 3306."));
        assert!(refused("[::1]:3306").contains("Write host = \"::1\" and port = 3306."));
        for text in ["256.1.1.1", "10.0.0", "12345", "db..example.com", "-db.example.com", "db-.example.com"] {
            assert!(check_host(text).is_err(), "{text}");
        }
        assert!(check_host(&"a.".repeat(127)).is_err());
        assert_eq!(refused("10.0.0.5 "), "\"10.0.0.5 \" ends with white space. Write \"10.0.0.5\".");
        assert!(!refused("a b").contains("Write") && !refused("").contains("Write"));
    }

    #[test]
    fn a_colon_without_a_port_proposes_no_port() {
        assert_eq!(refused("db:"), "\"db:\" ends with a colon. Write \"db\".");
        for text in [":", ":3306", "a b:3306", "mysql://"] {
            assert!(!refused(text).contains("Write"), "{}", refused(text));
        }
    }
}
