//! The task's own arguments that are keys of `Reserve`, except the limits.

use serde_json::Value as Json;
use tfplugin::model::{Attr, Map};

use super::{
    argument::{Origin, Preview, Row, Value, switch, text},
    draft::Draft,
};
use crate::{facts::alibaba as facts, resources::alibaba::migration_task::schema::model::TaskModel};

/// What stands for a value that may hold personal data or a secret.
const HIDDEN: &str = "(hidden)";

/// An argument with a list of words, each of which sets keys (`schemas/alibaba/option_values.toml`).
macro_rules! option {
    ($field:ident) => {
        Row {
            default: || default_word(stringify!($field)).map(|word| Value::Text(word.to_owned())),
            read: Some(|task, answer| {
                let found = answer.reserved.option(stringify!($field));
                task.$field = match found {
                    // A word in force that no one chose is the default of the service: no configuration.
                    Some(found) if task.$field.is_null() && default_word(stringify!($field)) == Some(found) => {
                        Attr::Null
                    }
                    found => found.map(str::to_owned).into(),
                };
            }),
            ..Row::new(
                stringify!($field),
                |task| text(&task.$field),
                |task, (), draft| {
                    draft.option(stringify!($field), &task.$field);
                },
            )
        }
    };
}

/// A switch that is one key.
macro_rules! switch {
    ($field:ident, $key:literal) => {
        Row {
            default: || Some(Value::Switch(false)),
            read: Some(|task, answer| {
                task.$field = match answer.reserved.text($key).as_deref() {
                    Some("true") => true.into(),
                    Some("false") if task.$field.is_known() => false.into(),
                    // Off is the default.
                    _ => task.$field.clone().into_option().filter(|on| !on).into(),
                };
            }),
            ..Row::new(
                stringify!($field),
                |task| switch(&task.$field),
                |task, (), draft| draft.reserve($key, &task.$field),
            )
        }
    };
}

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 10] = [
    Row {
        read: Some(|task, answer| {
            if let Some(mode) = answer.reserved.option("conflict_mode") {
                task.conflict_mode = mode.into();
            } else if !task.conflict_mode.is_known() {
                task.conflict_mode = "report".into();
            }
        }),
        ..Row::new(
            "conflict_mode",
            |task| text(&task.conflict_mode),
            |task, (), draft| {
                draft.option("conflict_mode", &task.conflict_mode);
            },
        )
    },
    option!(triggers),
    option!(online_ddl),
    option!(heartbeat),
    option!(object_name_case),
    switch!(migrate_accounts, "privilegeMigration"),
    switch!(migrate_events, "eventMove"),
    switch!(assessment, "isAnalyzer"),
    Row {
        read: Some(|task, answer| {
            let on = answer.reserved.text("etlOperatorCtl").is_none_or(|switch| switch.eq_ignore_ascii_case("Y"));
            task.etl = answer.reserved.text("etlOperatorSetting").filter(|script| on && !script.is_empty()).into();
        }),
        preview: Preview::Masked(|task, (), draft| send_etl(&task.etl.clone().map(|_| HIDDEN.to_owned()), draft)),
        ..Row::new("etl", |task| text(&task.etl), |task, (), draft| send_etl(&task.etl, draft))
    },
    Row {
        // Its keys are compared one by one; only a map that is not known yet counts as one argument.
        same: Some(|prior, planned, (), origin| {
            origin == Origin::Imported || !planned.reserve.is_unknown() || prior.reserve.is_unknown()
        }),
        read: Some(|task, answer| {
            let Some(keys) = task.reserve.get() else { return };
            // Only the keys that the user set are read.
            let kept: Map<String> = keys
                .known()
                .filter_map(|(key, value)| {
                    let found = answer.reserved.text(key)?;
                    Some((key.clone(), if same_text(value, &found) { value.clone() } else { found }))
                })
                .collect();
            task.reserve = Attr::Known(kept);
        }),
        preview: Preview::Masked(|task, (), draft| {
            let hide = |value: &Attr<String>| value.clone().map(|_| HIDDEN.to_owned());
            send_keys(task, draft, hide);
        }),
        ..Row::new(
            "reserve",
            |task| task.reserve.clone().map(|_| Value::Switch(true)),
            |task, (), draft| {
                send_keys(task, draft, Attr::clone);
            },
        )
    },
];

fn send_etl(script: &Attr<String>, draft: &mut Draft<'_>) {
    draft.reserve("etlOperatorCtl", &script.clone().map(|_| "Y"));
    draft.reserve("etlOperatorSetting", script);
}

fn send_keys(task: &TaskModel, draft: &mut Draft<'_>, value_of: impl Fn(&Attr<String>) -> Attr<String>) {
    match &task.reserve {
        Attr::Known(keys) => keys.0.iter().for_each(|(key, value)| draft.reserve(key, &value_of(value))),
        Attr::Unknown => draft.reserve("", &Attr::<String>::Unknown),
        Attr::Null => {}
    }
}

/// The word that the service takes where none is sent.
fn default_word(argument: &str) -> Option<&'static str> {
    let is_default = |(key, wire): &(&str, &str)| {
        facts::reserve_key(key).and_then(|row| row.default).is_some_and(|default| default == *wire)
    };
    let mut words = facts::option_values(argument).iter().copied();
    words.find(|word| {
        let keys = facts::option(argument, word);
        !keys.is_empty() && keys.iter().all(is_default)
    })
}

/// JSON in a text is compared by meaning.
fn same_text(a: &str, b: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Json>(text).ok();
    a == b || json(a).is_some_and(|a| json(b) == Some(a))
}
