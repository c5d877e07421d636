//! Host names and IP addresses.

use std::net::IpAddr;

use tfplugin::validate::Validator;

use super::ValueRule;

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
    if is_host(text) {
        return Ok(());
    }
    if let Some((scheme, address)) = text.split_once("://") {
        return Err(format!("{text:?} has a scheme ({scheme}).{}", write(host_of(address))));
    }
    if let Some((host, port)) = text.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit())) {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        return Err(match (is_host(host), port) {
            (true, "") => format!("{text:?} ends with a colon.{}", write(host)),
            (true, _) => format!("{text:?} has a port in it. Write host = {host:?} and port = {port}."),
            (false, _) => format!("{text:?} is not a host name."),
        });
    }
    Err(if text.is_empty() { "It is empty.".to_owned() } else { format!("{text:?} is not a host name.") })
}

fn is_host(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '_';
    text.parse::<IpAddr>().is_ok() || (!text.is_empty() && text.chars().all(allowed))
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
