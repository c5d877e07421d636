//! Values of the API: keys of `reserve`, and values that Alibaba Cloud does not document.

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
    "The key is not valid in reserve",
    "`reserve` must not have keys that an argument sets or that DTS adds. The spelling and the type of the value of a known \
     key must be those of DTS.",
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
        let (found, fix) = match row {
            // The rule on elements reports it.
            _ if value.is_null() => continue,
            // The block cannot say every option of a verification: without it the key is the user's.
            Some(row) if row.argument == Some("data_verification") && config.data_verification.is_null() => continue,
            Some(row) if row.argument.is_some() => {
                let argument = row.argument.unwrap_or_default();
                (format!("The argument {argument} sets reserve[{key:?}]."), format!("set {argument} instead"))
            }
            Some(row) if row.server_added => {
                (format!("DTS adds the key {key:?} to reserve."), format!("remove the key {key:?}"))
            }
            Some(row) if value.as_str().is_some_and(|value| !row.kind.has(value)) => (
                format!("DTS needs a {} in reserve[{key:?}], but the value is not one.", row.kind.word()),
                format!("set a {} in quotation marks", row.kind.word()),
            ),
            _ => continue,
        };
        out.push(broken(key, found, fix));
    }
}

fn broken(key: &str, found: String, fix: String) -> Diagnostic {
    let allowed = "keys that no argument sets and that DTS does not add; the value must have the type that DTS \
    expects"
        .to_owned();
    RESERVE.broken(path(&["reserve"]).key(key), &Violation { found, allowed, fix })
}

/// The letters of a known key, in another case: DTS would take it for a key it does not know.
fn misspelt(key: &str, meant: &ReserveKey) -> Diagnostic {
    let found = format!("reserve has the key {key:?}, but DTS spells it {:?}.", meant.key);
    let fix = match meant.argument {
        Some(argument) => format!("remove the key and set the argument {argument}"),
        None if meant.server_added => "remove the key; DTS adds it".to_owned(),
        None => format!("use the key {:?}", meant.key),
    };
    broken(key, found, fix)
}

/// For warnings: the arguments whose API value Alibaba Cloud does not document.
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
        assert!(of_argument[0].contains("DTS spells it \"targetTableMode\"."), "{of_argument:?}");
        assert!(of_argument[0].contains("Fix: remove the key and set the argument conflict_mode."), "{of_argument:?}");
        assert!(
            refused("autostartmodulesafterconfig")[0].contains("Fix: use the key \"autoStartModulesAfterConfig\".")
        );
        assert!(refused("USEJOBTASK")[0].contains("DTS adds it"));
        for right in ["autoStartModulesAfterConfig", "aKeyNobodyKnows"] {
            assert!(refused(right).is_empty(), "{right}");
        }
    }
}
