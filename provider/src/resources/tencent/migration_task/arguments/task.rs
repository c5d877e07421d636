//! The arguments of the task itself.

use std::collections::BTreeMap;

use tencent::dts::{
    DatabaseTableObject, KeyValue, MigrationDetail, ModifyMigrateRuntimeAttribute, ModifyMigrationJob, SkipDdlOnError,
};
use tfplugin::model::{Attr, Map, Set};

use super::{
    call::Call,
    draft::Draft,
    words::{from_api, to_api},
};
use crate::{
    resources::{
        shared::argument::{Preview, Row, Value, nested, switch, text, words},
        tencent::migration_task::{
            objects::{Databases, from_wire, to_wire},
            schema::{
                model::TaskModel,
                options::{Selection, SkipDdlErrors},
            },
        },
    },
    rules::tencent::{from_beijing, to_beijing},
};

/// The keys of `settings` that can be changed while the job runs.
const RUNTIME_KEYS: [&str; 2] = ["DstWriteMode", "IsDstReadOnly"];

/// The value that a plan shows in place of a setting.
const HIDDEN: &str = "(hidden)";

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 11] = [
    Row {
        default: || Some(Value::Text("full_and_increment".to_owned())),
        read: Some(|task, job| {
            if let Some(word) = job.migrate_option.migrate_type.as_deref().filter(|word| !word.is_empty()) {
                task.migration_type = from_api(word).into();
            }
        }),
        ..Row::new(
            "migration_type",
            |task| text(&task.migration_type),
            |task, (), draft| {
                draft.parameter("MigrateOption.MigrateType", &task.migration_type, |request, word| {
                    request.migrate_option.migrate_type = Some(to_api(&word));
                });
            },
        )
    },
    Row {
        default: || Some(Value::Text("immediate".to_owned())),
        read: Some(|task, job| {
            if !job.run_mode.is_empty() {
                task.run_mode = job.run_mode.as_str().into();
            }
        }),
        ..Row::new(
            "run_mode",
            |task| text(&task.run_mode),
            |task, (), draft| draft.parameter("RunMode", &task.run_mode, |request, mode| request.run_mode = mode),
        )
    },
    Row {
        // The same time may be written in another time zone.
        same: Some(|prior, planned, (), _| beijing(prior) == beijing(planned)),
        read: Some(read_start_at),
        ..Row::new(
            "start_at",
            |task| text(&task.start_at),
            |task, (), draft| {
                draft.parameter("ExpectRunTime", &beijing(task), |request, time| request.expect_run_time = Some(time));
            },
        )
    },
    // DTS does not return it for a single job.
    Row::new(
        "auto_retry_minutes",
        |task| crate::resources::shared::argument::number(&task.auto_retry_minutes),
        |task, (), draft| {
            draft.parameter("AutoRetryTimeRangeMinutes", &task.auto_retry_minutes, |request, minutes| {
                request.auto_retry_time_range_minutes = Some(minutes);
            });
        },
    ),
    Row {
        default: || Some(Value::Switch(false)),
        read: Some(|task, job| read_switch(&mut task.migrate_accounts, job.migrate_option.is_migrate_account)),
        ..Row::new(
            "migrate_accounts",
            |task| switch(&task.migrate_accounts),
            |task, (), draft| {
                draft.parameter("MigrateOption.IsMigrateAccount", &task.migrate_accounts, |request, on| {
                    request.migrate_option.is_migrate_account = Some(on);
                });
            },
        )
    },
    Row {
        default: || Some(Value::Switch(false)),
        read: Some(|task, job| read_switch(&mut task.destination_read_only, job.migrate_option.is_dst_read_only)),
        ..Row::new(
            "destination_read_only",
            |task| switch(&task.destination_read_only),
            |task, (), draft| {
                draft.parameter("MigrateOption.IsDstReadOnly", &task.destination_read_only, |request, on| {
                    request.migrate_option.is_dst_read_only = Some(on);
                });
            },
        )
    },
    Row {
        read: Some(|task, job| {
            if let Some(way) = job.migrate_option.migrate_way.as_deref().filter(|way| !way.is_empty()) {
                task.migration_way = way.into();
            }
        }),
        ..Row::new(
            "migration_way",
            |task| text(&task.migration_way),
            |task, (), draft| {
                draft.parameter("MigrateOption.MigrateWay", &task.migration_way, |request, way| {
                    request.migrate_option.migrate_way = Some(way);
                });
            },
        )
    },
    Row {
        read: Some(|task, job| task.settings = read_settings(&task.settings, &job.migrate_option.extra_attr)),
        change: Some(Call::RuntimeAttributes),
        preview: Preview::Masked(|task, (), draft| {
            send_settings(&task.settings.clone().map(|settings| masked(&settings)), draft);
        }),
        ..Row::new(
            "settings",
            |task| settings_value(&task.settings),
            |task, (), draft| send_settings(&task.settings, draft),
        )
    },
    Row {
        path_of: Some(|task| {
            let all = nested(&task.objects, |objects: &Selection| &objects.all);
            if all.is_known() { "objects.all" } else { "objects.databases" }
        }),
        read: Some(read_objects),
        ..Row::new("objects", objects_value, |task, (), draft| send_objects(task, draft))
    },
    Row {
        // It is read with the objects.
        read: Some(|_, _| {}),
        ..Row::new(
            "objects.advanced_objects",
            |task| words(&advanced_objects(task)),
            |task, (), draft| {
                draft.parameter("MigrateOption.DatabaseTable.AdvancedObjects", &known(advanced_objects(task)), {
                    |request, kinds| request.migrate_option.database_table.advanced_objects = kinds
                });
            },
        )
    },
    Row {
        read: Some(read_skipped_errors),
        ..Row::new(
            "skip_ddl_errors",
            |task| task.skip_ddl_errors.clone().map(|skipped| Value::Text(format!("{:?}", skipped_errors(&skipped)))),
            |task, (), draft| {
                draft.parameter("MigrateOption.SkipDdlOnError", &task.skip_ddl_errors, |request, skipped| {
                    let (tables, error_codes) = skipped_errors(&skipped);
                    request.migrate_option.skip_ddl_on_error = Some(SkipDdlOnError { tables, error_codes });
                });
            },
        )
    },
];

fn beijing(task: &TaskModel) -> Attr<String> {
    match &task.start_at {
        Attr::Known(time) => to_beijing(time).into(),
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}

fn read_start_at(task: &mut TaskModel, job: &MigrationDetail) {
    let is_timed = job.run_mode == "timed";
    let returned = from_beijing(&job.expect_run_time).filter(|_| is_timed);
    let is_same = |time: &str| beijing(task).as_str() == to_beijing(time).as_deref();
    match returned {
        Some(time) if is_same(&time) => {}
        Some(time) => task.start_at = time.into(),
        None if !job.run_mode.is_empty() && !is_timed => task.start_at = Attr::Null,
        None => {}
    }
}

/// DTS returns `false` for a switch that was not sent.
fn read_switch(known: &mut Attr<bool>, returned: Option<bool>) {
    match returned {
        Some(false) if known.is_null() => {}
        Some(returned) => *known = returned.into(),
        None => {}
    }
}

fn settings_value(settings: &Attr<Map<String>>) -> Attr<Value> {
    match settings {
        Attr::Known(settings) if settings.has_unknown() => Attr::Unknown,
        Attr::Known(settings) => Attr::Known(Value::Text(format!("{:?}", plain(settings)))),
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}

fn plain(settings: &Map<String>) -> BTreeMap<&str, &str> {
    settings.known().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

fn masked(settings: &Map<String>) -> Map<String> {
    settings.0.keys().map(|key| (key.clone(), HIDDEN.to_owned())).collect()
}

/// Settings as DTS takes them. The values are known.
pub(super) fn key_values(settings: &Map<String>) -> Vec<KeyValue> {
    settings.known().map(|(key, value)| KeyValue::new(key.clone(), value.as_str())).collect()
}

fn send_settings(settings: &Attr<Map<String>>, draft: &mut Draft<'_>) {
    let settings = match settings {
        Attr::Known(settings) if settings.has_unknown() => &Attr::Unknown,
        other => other,
    };
    draft.parameter("MigrateOption.ExtraAttr", settings, |request, settings| {
        request.migrate_option.extra_attr = key_values(&settings);
    });
}

/// The settings that the state has, as DTS returns them; of an import, all.
pub(super) fn read_settings(known: &Attr<Map<String>>, returned: &[KeyValue]) -> Attr<Map<String>> {
    let found = |key: &str| returned.iter().find(|one| one.key == key).map(|one| one.value.expose().to_owned());
    match known {
        Attr::Known(known) => {
            let read = |(key, value): (&String, &Attr<String>)| match found(key) {
                Some(found) => (key.clone(), found.into()),
                None => (key.clone(), value.clone()),
            };
            Attr::Known(Map(known.0.iter().map(read).collect()))
        }
        _ => Attr::Null,
    }
}

/// The call that changes the settings of a running job; none, and the first key that cannot be changed, if there is one.
pub(crate) fn changed_settings(
    prior: &TaskModel,
    planned: &TaskModel,
) -> Result<ModifyMigrateRuntimeAttribute, String> {
    let none = Map::default();
    let before = plain(prior.settings.get().unwrap_or(&none));
    let after = plain(planned.settings.get().unwrap_or(&none));
    let removed = before.keys().find(|key| !after.contains_key(*key));
    let changed: Vec<(&str, &str)> = after
        .iter()
        .filter(|(key, value)| before.get(*key) != Some(value))
        .map(|(key, value)| (*key, *value))
        .collect();
    let fixed = changed.iter().map(|(key, _)| key).find(|key| !RUNTIME_KEYS.contains(key));
    if let Some(key) = removed.or(fixed) {
        return Err((*key).to_owned());
    }
    Ok(ModifyMigrateRuntimeAttribute {
        job_id: planned.instance_id.or(String::new()),
        other_options: changed.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect(),
    })
}

fn objects_value(task: &TaskModel) -> Attr<Value> {
    let Attr::Known(objects) = &task.objects else { return Attr::Unknown };
    match (&objects.all, &objects.databases) {
        (Attr::Known(true), _) => Attr::Known(Value::Text("all".to_owned())),
        (Attr::Unknown, _) | (_, Attr::Unknown) => Attr::Unknown,
        (_, Attr::Known(databases)) if databases.parsed().has_unknown => Attr::Unknown,
        (_, Attr::Known(databases)) => Attr::Known(Value::Text(format!("{:?}", databases.parsed().databases))),
        (_, Attr::Null) => Attr::Null,
    }
}

fn send_objects(task: &TaskModel, draft: &mut Draft<'_>) {
    let value = objects_value(task);
    let objects = value.map(|_| {
        let selection = task.objects.get();
        let all = selection.is_some_and(|selection| selection.all == Attr::Known(true));
        let databases = selection.and_then(|selection| selection.databases.get()).filter(|_| !all);
        let databases = databases.map(|databases| to_wire(&databases.parsed().databases)).unwrap_or_default();
        (all, databases)
    });
    draft.parameter("MigrateOption.DatabaseTable", &objects, |request: &mut ModifyMigrationJob, (all, databases)| {
        let advanced_objects = std::mem::take(&mut request.migrate_option.database_table.advanced_objects);
        let object_mode = if all { "all" } else { "partial" }.to_owned();
        request.migrate_option.database_table = DatabaseTableObject { object_mode, databases, advanced_objects };
    });
}

fn advanced_objects(task: &TaskModel) -> Attr<Set<String>> {
    nested(&task.objects, |objects: &Selection| &objects.advanced_objects)
}

/// The texts of a set, if all of them are known.
fn known(set: Attr<Set<String>>) -> Attr<Vec<String>> {
    match set {
        Attr::Known(set) if set.has_unknown() => Attr::Unknown,
        set => set.map(|set| set.known().cloned().collect()),
    }
}

fn read_objects(task: &mut TaskModel, job: &MigrationDetail) {
    let returned = &job.migrate_option.database_table;
    let mut objects = task.objects.get().cloned().unwrap_or_default();
    match returned.object_mode.as_str() {
        "all" => (objects.all, objects.databases) = (true.into(), Attr::Null),
        "partial" => {
            let databases = from_wire(&returned.databases);
            let is_same = objects.databases.get().is_some_and(|known| known.parsed().databases == databases);
            if !is_same {
                objects.databases = Databases::from(databases).into();
            }
            if objects.all == Attr::Known(true) {
                objects.all = Attr::Null;
            }
        }
        _ => return,
    }
    let kinds = returned.advanced_objects.iter().cloned().collect::<Set<String>>();
    if words(&objects.advanced_objects) != words(&Attr::Known(kinds.clone()))
        && !(objects.advanced_objects.is_null() && kinds.0.is_empty())
    {
        objects.advanced_objects = kinds.into();
    }
    task.objects = objects.into();
}

fn skipped_errors(skipped: &SkipDdlErrors) -> (Vec<String>, Vec<i64>) {
    let mut tables: Vec<String> = skipped.tables.get().into_iter().flat_map(Set::known).cloned().collect();
    let mut codes: Vec<i64> = skipped.error_codes.get().into_iter().flat_map(Set::known).copied().collect();
    tables.sort();
    codes.sort_unstable();
    (tables, codes)
}

fn read_skipped_errors(task: &mut TaskModel, job: &MigrationDetail) {
    let returned = job.migrate_option.skip_ddl_on_error.clone().unwrap_or_default();
    let (mut tables, mut codes) = (returned.tables, returned.error_codes);
    tables.sort();
    codes.sort_unstable();
    if tables.is_empty() && codes.is_empty() {
        task.skip_ddl_errors = Attr::Null;
    } else if task.skip_ddl_errors.get().map(skipped_errors) != Some((tables.clone(), codes.clone())) {
        task.skip_ddl_errors = SkipDdlErrors {
            tables: tables.into_iter().collect::<Set<_>>().into(),
            error_codes: codes.into_iter().collect::<Set<_>>().into(),
        }
        .into();
    }
}
