//! Passwords: two ways to give them, and when they are sent again.

use alibaba::Secret;

use super::Endpoint;
use crate::resources::shared;

/// The password to send.
pub(crate) fn password_of(config: &Endpoint) -> Option<Secret> {
    config.password_wo.as_str().or(config.password.as_str()).map(Secret::from)
}

/// Whether the user asks to send it again.
pub(crate) fn password_changed(prior: &Endpoint, planned: &Endpoint) -> bool {
    shared::password_changed(
        [&prior.password, &planned.password],
        [&prior.password_wo_version, &planned.password_wo_version],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_version_sends_again() {
        let version = |n: i64| Endpoint { password_wo_version: n.into(), ..Endpoint::default() };
        assert!(password_changed(&version(1), &version(2)));
        assert!(!password_changed(&version(2), &version(2)));
        assert!(password_changed(&Endpoint::default(), &version(1)), "the first one");
        assert!(!password_changed(&version(1), &Endpoint::default()), "none to send");
        let plain = |p: &str| Endpoint { password: p.into(), ..Endpoint::default() };
        assert!(password_changed(&plain("old"), &plain("new")));
    }
}
