//! Values on the wire: keys of `reserve`, and what no official source confirms.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use crate::resources::alibaba::migration_task::schema::{endpoint::known_endpoints, model::TaskModel};
use crate::{
    facts::alibaba::{ReserveKey, option_value, reserve_key, reserve_keys},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 1] = [&RESERVE];

static RESERVE: Rule = Rule::validate(
    "reserve-key",
    "A key that does not belong in reserve",
    "`reserve` has no key that an argument writes or that the service adds, known keys in DTS's spelling, and values of the kind DTS has.",
);

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    let Some(keys) = config.reserve.get() else { return };
    for (key, value) in &keys.0 {
        let row = reserve_key(key);
        let meant = reserve_keys().iter().find(|known| row.is_none() && known.key.eq_ignore_ascii_case(key));
        if let Some(meant) = meant {
            out.push(misspelt(key, meant));
            continue;
        }
        let (found, write) = match row {
            _ if value.is_null() => (format!("reserve[{key:?}] is null."), format!("a text, or no key {key:?}")),
            // The block cannot say every option of a verification: without it the key is the user's.
            Some(row) if row.argument == Some("data_verification") && config.data_verification.is_null() => continue,
            Some(row) if row.argument.is_some() => {
                let argument = row.argument.unwrap_or_default();
                (
                    format!("reserve[{key:?}] is what the argument {argument} writes."),
                    format!("{argument} in its place"),
                )
            }
            Some(row) if row.server_added => {
                (format!("reserve[{key:?}] is a key that DTS adds."), format!("no key {key:?}"))
            }
            Some(row) if value.as_str().is_some_and(|value| !row.kind.has(value)) => (
                format!("reserve[{key:?}] must be a {} in DTS, and its value is not one.", row.kind.word()),
                format!("a {} as a text", row.kind.word()),
            ),
            _ => continue,
        };
        out.push(broken(key, found, write));
    }
}

fn broken(key: &str, found: String, write: String) -> Diagnostic {
    let allowed = "keys that no argument writes and the service does not add, with values of their kind".to_owned();
    RESERVE.broken(path(&["reserve"]).key(key), &Violation { found, allowed, write })
}

/// The letters of a known key, in another case: DTS would take it for a key it does not know.
fn misspelt(key: &str, meant: &ReserveKey) -> Diagnostic {
    let found = format!("reserve[{key:?}] is written {:?} in DTS.", meant.key);
    let write = match meant.argument {
        Some(argument) => format!("the argument {argument} in its place"),
        None if meant.server_added => "no such key: DTS adds it".to_owned(),
        None => format!("{:?}", meant.key),
    };
    broken(key, found, write)
}

/// For warnings: the arguments whose value on the wire no official source confirms.
pub(super) fn unconfirmed(config: &TaskModel) -> Vec<(AttributePath, String)> {
    let words: [(&'static str, &Attr<String>); 3] = [
        ("online_ddl", &config.online_ddl),
        ("heartbeat", &config.heartbeat),
        ("object_name_case", &config.object_name_case),
    ];
    let mut found: Vec<(AttributePath, String)> = words
        .into_iter()
        .filter_map(|(argument, value)| {
            let value = value.as_str()?;
            let row = option_value(argument, value).filter(|row| !row.confirmed)?;
            Some((path(&[argument]), format!("{argument} = {:?}", row.value)))
        })
        .collect();
    let own = config.reserve.get().into_iter().flat_map(|own| own.0.keys());
    let unconfirmed_key = |key: &&String| reserve_key(key).is_some_and(|row| !row.confirmed);
    found.extend(own.filter(unconfirmed_key).map(|key| (path(&["reserve"]).key(key), format!("reserve[{key:?}]"))));
    for (side, end) in known_endpoints(config) {
        let argument = format!("{}.mongodb_topology", side.block());
        let value = end.mongodb_topology.as_str().unwrap_or_default();
        if option_value(&argument, value).is_some_and(|row| !row.confirmed) {
            found.push((path(&[side.block(), "mongodb_topology"]), format!("{argument} = {value:?}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Map;

    use super::*;

    fn refused(key: &str) -> Vec<String> {
        let reserve = Map::from_iter([(key.to_owned(), "auto".into())]);
        let config = TaskModel { reserve: Attr::Known(reserve), ..TaskModel::default() };
        let mut out = Diagnostics::new();
        check(&config, &mut out);
        out.iter().map(|one| one.detail.clone()).collect()
    }

    #[test]
    fn a_known_key_in_another_case_is_a_slip() {
        let of_argument = refused("targettablemode");
        assert!(of_argument[0].contains("is written \"targetTableMode\" in DTS."), "{of_argument:?}");
        assert!(of_argument[0].contains("Write: the argument conflict_mode in its place"), "{of_argument:?}");
        assert!(refused("autostartmodulesafterconfig")[0].contains("Write: \"autoStartModulesAfterConfig\""));
        assert!(refused("USEJOBTASK")[0].contains("DTS adds it"));
        for right in ["autoStartModulesAfterConfig", "aKeyNobodyKnows"] {
            assert!(refused(right).is_empty(), "{right}");
        }
    }
}
