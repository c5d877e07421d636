//! Passwords: two ways to give them, and when they are sent again.

use dts_cloud::Secret;

use super::Endpoint;

/// The password to send.
pub(crate) fn password_of(config: &Endpoint) -> Option<Secret> {
    config.password_wo.as_str().or(config.password.as_str()).map(Secret::from)
}

/// Whether the user asks to send it again. A state without either (fresh from an import) knows no password: the one in DTS
/// is taken to be right.
pub(crate) fn password_changed(prior: &Endpoint, planned: &Endpoint) -> bool {
    let version = prior.password_wo_version.is_known() && prior.password_wo_version != planned.password_wo_version;
    let plain = prior.password.is_known() && prior.password != planned.password;
    version || plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_version_sends_again_and_an_import_does_not() {
        let version = |n: i64| Endpoint { password_wo_version: n.into(), ..Endpoint::default() };
        assert!(password_changed(&version(1), &version(2)));
        assert!(!password_changed(&version(2), &version(2)));
        assert!(!password_changed(&Endpoint::default(), &version(1)));
        let plain = |p: &str| Endpoint { password: p.into(), ..Endpoint::default() };
        assert!(password_changed(&plain("old"), &plain("new")));
    }
}
