//! Values of the API: keys of `reserve`, and values that Alibaba Cloud does not document.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
    validate::nearest,
};

use super::{types::types_of, verification_json};
use crate::resources::alibaba::migration_task::schema::{endpoint::known_endpoints, model::TaskModel};
use crate::{
    facts::alibaba::{ReserveKey, ReserveKind as Kind, option_value, reserve_key, reserve_keys},
    rules::{Rule, Violation, shown},
};

pub(super) static RULES: [&Rule; 3] = [&RESERVE, &VALUE, &MISSING];

static RESERVE: Rule = Rule::validate(
    "reserve-key",
    "The key is not valid in reserve",
    "`reserve` must not have keys that an argument sets or that DTS adds. The spelling of a known key must be that of DTS.",
);
static VALUE: Rule = Rule::validate(
    "reserve-value",
    "The value is not valid in reserve",
    "The value of a known key of `reserve` must have its type, and be one of its valid values.",
);
static MISSING: Rule = Rule::validate(
    "reserve-missing",
    "A key of reserve is missing",
    "`reserve` must have the keys that DTS requires for the engine of the destination, such as `destTopic` for Kafka.",
);

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

/// The longest key. All known ones are shorter.
const LONGEST_KEY: usize = 256;

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    missing(config, out);
    let Some(keys) = config.reserve.get() else { return };
    // The rule on elements reports a null.
    for (key, value) in keys.0.iter().filter(|(_, value)| !value.is_null()) {
        match (check_key(key, config), reserve_key(key), value.as_str()) {
            (Some(wrong), ..) => out.push(wrong),
            (None, Some(row), Some(value)) if row.argument == Some("data_verification") => {
                out.extend(check_verification(key, value, config));
            }
            (None, Some(row), Some(value)) => out.extend(check_value(row, value)),
            _ => {}
        }
    }
}

fn check_key(key: &str, config: &TaskModel) -> Option<Diagnostic> {
    let row = reserve_key(key);
    if key.trim().is_empty() {
        return Some(broken(key, "reserve has an empty key.".to_owned(), "remove it".to_owned()));
    }
    if key.len() > LONGEST_KEY {
        let found = format!("reserve has the key {}, which is longer than all keys of DTS.", shown(key));
        return Some(broken(key, found, "remove it".to_owned()));
    }
    let known: Vec<&str> = reserve_keys().iter().map(|row| row.key).collect();
    if let Some(meant) = nearest(key, &known).filter(|_| row.is_none()).and_then(reserve_key) {
        return Some(misspelt(key, meant));
    }
    let (found, fix) = match row? {
        // The block cannot express every option of a verification: without it, the key is the user's.
        row if row.argument == Some("data_verification") && config.data_verification.is_null() => return None,
        row if row.argument.is_some() => {
            let argument = row.argument.unwrap_or_default();
            (format!("The argument {argument} sets reserve[{key:?}]."), format!("set {argument} instead"))
        }
        row if row.server_added => (format!("DTS adds the key {key:?} to reserve."), format!("remove the key {key:?}")),
        _ => return None,
    };
    Some(broken(key, found, fix))
}

fn check_value(row: &ReserveKey, value: &str) -> Option<Diagnostic> {
    let key = row.key;
    let quoted: Vec<String> = row.values.iter().map(|value| format!("{value:?}")).collect();
    let (allowed, fix) = if !row.values.is_empty() && !row.values.contains(&value) {
        let fix = match nearest(value, &row.values) {
            Some(meant) => format!("write {meant:?}"),
            None => "use one of these values".to_owned(),
        };
        (quoted.join(", "), fix)
    } else if !row.kind.has(value) {
        let fix = match row.kind {
            Kind::Bool => "write \"true\" or \"false\"".to_owned(),
            Kind::List => "write it with jsonencode([…])".to_owned(),
            _ => format!("write a {} in quotation marks", row.kind.word()),
        };
        (format!("a {}", row.kind.word()), fix)
    } else if value.is_empty() && row.needed_by.is_some() {
        ("text that is not empty".to_owned(), "write a value".to_owned())
    } else {
        return None;
    };
    let found = format!("reserve[{key:?}] is {}.", shown(value));
    Some(VALUE.broken(path(&["reserve"]).key(key), &Violation { found, allowed, fix }))
}

fn check_verification(key: &str, value: &str, config: &TaskModel) -> Option<Diagnostic> {
    let (found, fix) = verification_json::problem(value, types_of(config).as_ref())?;
    let allowed = "a JSON object with the keys of DataCheckConfigure".to_owned();
    let found = format!("reserve[{key:?}] {found}");
    Some(VALUE.broken(path(&["reserve"]).key(key), &Violation { found, allowed, fix }))
}

/// Keys that DTS requires for the engine of the destination.
fn missing(config: &TaskModel, out: &mut Diagnostics) {
    let Some(engine) = config.destination.get().and_then(|end| end.engine.as_str()) else { return };
    let needed = reserve_keys().iter().filter(|row| row.needed_by == Some(engine));
    for row in needed {
        let key = row.key;
        let (place, fix) = match &config.reserve {
            Attr::Null => (path(&["destination", "engine"]), format!("add reserve = {{ {key} = \"…\" }}")),
            Attr::Known(keys) if !keys.0.contains_key(key) => (path(&["reserve"]), format!("add {key} = \"…\"")),
            _ => continue,
        };
        out.push(MISSING.broken(
            place,
            &Violation {
                found: format!("destination.engine is {engine:?}, and reserve does not have the key {key}, which DTS requires for this engine."),
                allowed: format!("a {engine} destination with {key} in reserve"),
                fix,
            },
        ));
    }
}

fn broken(key: &str, found: String, fix: String) -> Diagnostic {
    let allowed = "keys that no argument sets and that DTS does not add".to_owned();
    RESERVE.broken(path(&["reserve"]).key(key), &Violation { found, allowed, fix })
}

/// A known key with another spelling: DTS would take it for a key it does not know.
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
    use crate::resources::alibaba::migration_task::schema::endpoint::Endpoint;

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
        assert!(refused("destTopics")[0].contains("DTS spells it \"destTopic\"."));
        assert!(refused("")[0].contains("an empty key"));
        for right in ["autoStartModulesAfterConfig", "aKeyNobodyKnows"] {
            assert!(refused(right).is_empty(), "{right}");
        }
    }

    fn of_value(key: &str, value: &str) -> String {
        let reserve = Map::from_iter([(key.to_owned(), value.to_owned())]);
        let config = TaskModel { reserve: Attr::Known(reserve), ..TaskModel::default() };
        let mut out = Diagnostics::new();
        check(&config, &mut out);
        out.into_iter().map(|one| one.detail).collect()
    }

    #[test]
    fn a_value_has_the_type_and_the_words_of_its_key() {
        for (key, right, wrong, fix) in [
            ("conflict", "ignore", "merge", "Fix: use one of these values."),
            ("syncArchitecture", "oneway", "one-way", "Fix: write \"oneway\"."),
            ("autoStartModulesAfterConfig", "auto", "yes", "Fix: use one of these values."),
            ("anySinkTableEngineType", "innodb", "rocksdb", "Fix: use one of these values."),
            ("privilegeDbList", "[]", "{}", "Fix: write it with jsonencode([…])."),
            ("definer", "true", "yes", "Fix: write \"true\" or \"false\"."),
            ("destTopic", "orders", "", "Fix: write a value."),
        ] {
            assert_eq!(of_value(key, right), "", "{key}");
            let refused = of_value(key, wrong);
            assert!(refused.contains(&format!("reserve[{key:?}] is {wrong:?}.")) && refused.contains(fix), "{refused}");
        }
    }

    #[test]
    fn kafka_needs_a_topic() {
        let kafka = Endpoint { engine: "kafka".into(), ..Endpoint::default() };
        let of = |destination: Endpoint, reserve: Attr<Map<String>>| {
            let config = TaskModel { destination: destination.into(), reserve, ..TaskModel::default() };
            let mut out = Diagnostics::new();
            check(&config, &mut out);
            out.iter().map(|one| one.path.to_string()).collect::<Vec<_>>()
        };
        let keys = |key: &str| Attr::Known(Map::from_iter([(key.to_owned(), "1.0".to_owned())]));
        assert_eq!(of(kafka.clone(), Attr::Null), ["destination.engine"]);
        assert_eq!(of(kafka.clone(), keys("destVersion")), ["reserve"]);
        for (destination, reserve) in
            [(kafka.clone(), keys("destTopic")), (kafka, Attr::Unknown), (Endpoint::default(), Attr::Null)]
        {
            assert_eq!(of(destination, reserve), [""; 0]);
        }
    }
}
