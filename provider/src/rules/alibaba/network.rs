//! Addresses.

use ::alibaba::endpoint::check_override;
use tfplugin::validate::{Checked, checked};

/// The id of a VPC.
pub(crate) fn vpc_id() -> Checked {
    checked("vpc-id", "must be the id of a VPC, such as `vpc-bp1…`", |text| prefixed(text, "vpc-"))
}

/// The id of a Cloud Enterprise Network instance.
pub(crate) fn cen_id() -> Checked {
    checked("cen-id", "must be the id of a Cloud Enterprise Network instance, such as `cen-abc…`", |text| {
        prefixed(text, "cen-")
    })
}

fn prefixed(text: &str, prefix: &str) -> Result<(), String> {
    let rest = text.strip_prefix(prefix).unwrap_or_default();
    if !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Ok(());
    }
    Err(format!("{text:?} is not one: it would begin with {prefix:?}, followed by letters and digits."))
}

/// A host name or an IP address, nothing more.
pub(crate) fn host() -> Checked {
    checked("host-format", "must be a host name or an IP address alone", |text| {
        if let Some((scheme, rest)) = text.split_once("://") {
            return Err(format!("{text:?} has a scheme ({scheme}). Write {:?}.", bare(rest)));
        }
        if text.parse::<std::net::IpAddr>().is_ok() {
            return Ok(());
        }
        if let Some((host, port)) = text.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit())) {
            return Err(format!("{text:?} has a port in it. Write host = {host:?} and port = {port}."));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '_';
        if !text.is_empty() && text.chars().all(allowed) { Ok(()) } else { Err(format!("{text:?} is none.")) }
    })
}

fn bare(text: &str) -> &str {
    text.split(['/', ':']).next().unwrap_or(text)
}

/// An address for a service.
pub(crate) fn endpoint() -> Checked {
    checked("endpoint-address", "must be a host, an https URL, or an http URL of a loopback address", |text| {
        check_override("the endpoint", text).map_err(|error| format!("{error}."))
    })
}

#[cfg(test)]
mod tests {
    use tfplugin::validate::Validator;

    use super::*;

    #[test]
    fn ids_have_their_prefix() {
        assert!(vpc_id().check(&"vpc-bp1abc".into()).is_ok());
        assert!(vpc_id().check(&"bp1abc".into()).unwrap_err().contains("\"vpc-\""));
        assert!(cen_id().check(&"cen-abc".into()).is_ok());
        assert!(cen_id().check(&"cen-".into()).is_err());
    }

    #[test]
    fn a_host_is_alone() {
        for good in ["10.0.0.1", "db.example.com", "::1", "db_1"] {
            assert!(host().check(&good.into()).is_ok(), "{good}");
        }
        assert!(host().check(&"mysql://db:3306/x".into()).unwrap_err().contains("Write \"db\""));
        assert!(host().check(&"db:3306".into()).unwrap_err().contains("port = 3306"));
        assert!(host().check(&"a b".into()).is_err());
    }
}
