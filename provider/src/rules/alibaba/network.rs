//! IDs of networks and addresses of services.

use alibaba::endpoint::check_override;
use tfplugin::validate::Validator;

use crate::rules::{ValueRule, shown, without_space_around};

static VPC: ValueRule = ValueRule::text("vpc-id", "A VPC ID", "must be the ID of a VPC, such as `vpc-bp1…`", |text| {
    prefixed(text, "vpc-")
});

static CEN: ValueRule = ValueRule::text(
    "cen-id",
    "A CEN ID",
    "must be the ID of a Cloud Enterprise Network (CEN) instance, such as `cen-abc…`",
    |text| prefixed(text, "cen-"),
);

static ENDPOINT: ValueRule = ValueRule::text(
    "endpoint-address",
    "A service endpoint",
    "must be a host, an `https://` URL, or an `http://` URL with a loopback address",
    |text| check("The endpoint", text),
);

pub(super) static RULES: [&ValueRule; 3] = [&VPC, &CEN, &ENDPOINT];

/// The ID of a VPC.
pub(crate) fn vpc_id() -> impl Validator {
    &VPC
}

/// The ID of a Cloud Enterprise Network instance.
pub(crate) fn cen_id() -> impl Validator {
    &CEN
}

/// The address of a service.
pub(crate) fn endpoint() -> impl Validator {
    &ENDPOINT
}

fn prefixed(text: &str, prefix: &str) -> Result<(), String> {
    let is_id = |text: &str| {
        let rest = text.strip_prefix(prefix).unwrap_or_default();
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    without_space_around(text, is_id)?;
    if is_id(text) {
        return Ok(());
    }
    Err(format!("{} does not consist of {prefix:?} followed by letters and digits.", shown(text)))
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
    fn ids_have_their_prefix() {
        assert!(vpc_id().check(&"vpc-bp1abc".into()).is_ok());
        assert!(vpc_id().check(&"bp1abc".into()).unwrap_err().contains("\"vpc-\""));
        assert!(cen_id().check(&"cen-abc".into()).is_ok());
        assert!(cen_id().check(&"cen-".into()).is_err());
    }
}
