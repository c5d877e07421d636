//! The policies that DTS needs for the engines of the sources.

use std::collections::BTreeSet;

use tfplugin::model::{Attr, Set};

use crate::facts::tencent::{Side, engines_at, policies_of};

/// The engine whose policy is one of those that DTS always needs.
const OF_EVERY_ROLE: &str = "mysql";

/// The engines of sources whose policies are known.
pub(super) fn engines_with_policy() -> Vec<&'static str> {
    let general = policies_of(OF_EVERY_ROLE).count();
    let is_known = |engine: &&str| *engine == OF_EVERY_ROLE || policies_of(engine).count() > general;
    engines_at(Side::Source).map(|row| row.engine).filter(is_known).collect()
}

/// The policies that DTS always needs.
pub(super) fn general() -> BTreeSet<String> {
    policies_of(OF_EVERY_ROLE).map(|row| row.policy.to_owned()).collect()
}

/// The policies that DTS needs for these engines. None if one of them is not known yet.
pub(super) fn of_engines(engines: &Attr<Set<String>>) -> Option<BTreeSet<String>> {
    let engines = match engines {
        Attr::Null => return Some(general()),
        Attr::Unknown => return None,
        Attr::Known(engines) if engines.has_unknown() => return None,
        Attr::Known(engines) => engines,
    };
    let own = engines.known().flat_map(|engine| policies_of(engine)).map(|row| row.policy.to_owned());
    Some(own.chain(general()).collect())
}

/// The engines whose policies are among these, for an imported role. None if a policy is missing that DTS always needs.
pub(super) fn engines_of(policies: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    if !general().is_subset(policies) {
        return None;
    }
    let has_own = |engine: &&str| {
        let own: BTreeSet<String> = policies_of(engine).map(|row| row.policy.to_owned()).collect();
        *engine != OF_EVERY_ROLE && own.is_subset(policies)
    };
    Some(engines_with_policy().into_iter().filter(has_own).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Attr<Set<String>> {
        Attr::Known(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    const GENERAL: [&str; 2] = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];

    #[test]
    fn an_engine_adds_its_policy_to_those_of_every_role() {
        assert_eq!(of_engines(&Attr::Null).unwrap(), names(&GENERAL));
        assert_eq!(of_engines(&set(&["mysql"])).unwrap(), names(&GENERAL));
        let sqlserver = of_engines(&set(&["sqlserver", "mysql"])).unwrap();
        assert!(sqlserver.contains("QcloudSQLServerReadOnlyAccess") && sqlserver.len() == 3, "{sqlserver:?}");
        assert_eq!(of_engines(&Attr::Unknown), None);
        assert_eq!(engines_of(&sqlserver), Some(names(&["sqlserver"])));
        assert_eq!(engines_of(&names(&GENERAL)), Some(BTreeSet::new()));
        assert_eq!(engines_of(&names(&GENERAL[..1])), None);
    }
}
