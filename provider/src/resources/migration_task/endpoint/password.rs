//! Passwords: two ways to give them, and when they are sent again.

use dts_cloud::Secret;
use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::{Endpoint, Side};

/// Exactly one way must be chosen; the write-only one needs its version.
pub(crate) fn check_passwords(side: Side, config: &Endpoint, out: &mut Diagnostics) {
    let path = AttributePath::of(&[side.block()]);
    let name = side.block();
    match (!config.password.is_null(), !config.password_wo.is_null()) {
        (true, true) => out.error(
            path.attribute("password"),
            "Two passwords",
            format!("{name} has both password and password_wo. Keep password_wo: it is stored nowhere. password would be stored in the state."),
        ),
        (false, false) => out.error(
            path.attribute("password_wo"),
            "Missing password",
            format!("{name} has no password. Set password_wo (stored nowhere) and password_wo_version = 1, or password (stored in the state)."),
        ),
        (false, true) if config.password_wo_version.is_null() => out.error(
            path.attribute("password_wo"),
            "Missing password_wo_version",
            format!("{name}.password_wo needs {name}.password_wo_version: Terraform cannot see a change of a write-only value, so a change of the version tells it to send the password again. Write password_wo_version = 1."),
        ),
        (true, false) if !config.password_wo_version.is_null() => out.error(
            path.attribute("password_wo_version"),
            "password_wo_version without password_wo",
            format!("{name}.password_wo_version has no effect on {name}.password. Remove it, or use password_wo."),
        ),
        _ => {}
    }
}

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
    use tfplugin::model::Attr;

    use super::*;

    fn check(endpoint: &Endpoint) -> Vec<String> {
        let mut out = Diagnostics::new();
        check_passwords(Side::Source, endpoint, &mut out);
        out.into_iter().map(|diagnostic| format!("{}: {}", diagnostic.path, diagnostic.summary)).collect()
    }

    #[test]
    fn one_password_and_its_version_are_wanted() {
        let none = Endpoint::default();
        assert_eq!(check(&none), ["source.password_wo: Missing password"]);
        let plain = Endpoint { password: "p".into(), ..none.clone() };
        assert!(check(&plain).is_empty());
        let write_only = Endpoint { password_wo: Attr::Unknown, ..none.clone() };
        assert_eq!(check(&write_only), ["source.password_wo: Missing password_wo_version"]);
        let versioned = Endpoint { password_wo_version: 1.into(), ..write_only };
        assert!(check(&versioned).is_empty());
        let both = Endpoint { password: "p".into(), ..versioned };
        assert_eq!(check(&both), ["source.password: Two passwords"]);
        let stray = Endpoint { password_wo_version: 1.into(), ..plain };
        assert_eq!(check(&stray), ["source.password_wo_version: password_wo_version without password_wo"]);
    }

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
