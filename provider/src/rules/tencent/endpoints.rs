//! Addresses of services.

use tencent::endpoint::check_override;
use tfplugin::validate::Validator;

use crate::rules::{ValueRule, without_space_around};

static ENDPOINT: ValueRule = ValueRule::text(
    "tencent-endpoint",
    "An endpoint of a service of Tencent Cloud",
    "must be a host, an `https://` URL, or an `http://` URL with a loopback address",
    |text| check("The endpoint", text),
);

static DOMAIN: ValueRule = ValueRule::text(
    "tencent-domain",
    "The domain of the services of Tencent Cloud",
    "must be a domain, such as `example.com`, or a loopback address",
    |text| check("The domain", text),
);

pub(super) static RULES: [&ValueRule; 2] = [&ENDPOINT, &DOMAIN];

/// The address of a service.
pub(crate) fn endpoint() -> impl Validator {
    &ENDPOINT
}

/// The domain of all services.
pub(crate) fn domain() -> impl Validator {
    &DOMAIN
}

fn check(setting: &str, text: &str) -> Result<(), String> {
    let allowed = |text: &str| check_override(setting, text).map_err(|error| format!("{error}."));
    without_space_around(text, |text| allowed(text).is_ok())?;
    allowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_addresses() {
        for right in ["dts.example.com", "https://dts.example.com", "http://127.0.0.1:8700", "localhost:8700"] {
            assert!(endpoint().check(&right.into()).is_ok(), "{right}");
            assert!(domain().check(&right.into()).is_ok(), "{right}");
        }
        for wrong in ["http://dts.example.com", "dts example", "ftp://127.0.0.1"] {
            assert!(endpoint().check(&wrong.into()).is_err(), "{wrong}");
            assert!(domain().check(&wrong.into()).is_err(), "{wrong}");
        }
    }
}
