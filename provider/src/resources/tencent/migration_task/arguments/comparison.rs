//! The comparison of the data.

use tencent::dts::{CompareOptions, ConsistencyOption, MigrationDetail, ModifyMigrationJob};
use tfplugin::model::Attr;

use super::words::{from_api, to_api};
use crate::resources::{
    shared::argument::{Row, Value, nested, number, text},
    tencent::migration_task::schema::{model::TaskModel, options::Consistency},
};

const NOT_CONFIGURED: &str = "not_configured";

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 4] = [
    Row {
        default: || Some(Value::Text(NOT_CONFIGURED.to_owned())),
        // All arguments are read with the block.
        read: Some(read),
        ..Row::new(
            "consistency.mode",
            |task| text(&mode(task)),
            |task, (), draft| {
                draft.parameter("MigrateOption.Consistency.Mode", &mode(task), |request, mode| {
                    consistency(request).mode = Some(to_api(&mode));
                });
            },
        )
    },
    Row {
        read: Some(|_, _| {}),
        ..Row::new(
            "consistency.method",
            |task| text(&nested(&task.consistency, |block: &Consistency| &block.method)),
            |task, (), draft| {
                let method = nested(&task.consistency, |block: &Consistency| &block.method);
                draft.parameter("MigrateOption.Consistency.Options.Method", &method, |request, method| {
                    options(request).method = Some(to_api(&method));
                });
            },
        )
    },
    Row {
        read: Some(|_, _| {}),
        ..Row::new(
            "consistency.sample_rate",
            |task| number(&nested(&task.consistency, |block: &Consistency| &block.sample_rate)),
            |task, (), draft| {
                let rate = nested(&task.consistency, |block: &Consistency| &block.sample_rate);
                draft.parameter("MigrateOption.Consistency.Options.SampleRate", &rate, |request, rate| {
                    options(request).sample_rate = Some(rate);
                });
            },
        )
    },
    Row {
        read: Some(|_, _| {}),
        ..Row::new(
            "consistency.thread_count",
            |task| number(&nested(&task.consistency, |block: &Consistency| &block.thread_count)),
            |task, (), draft| {
                let count = nested(&task.consistency, |block: &Consistency| &block.thread_count);
                draft.parameter("MigrateOption.Consistency.Options.ThreadCount", &count, |request, count| {
                    options(request).thread_count = Some(count);
                });
            },
        )
    },
];

fn mode(task: &TaskModel) -> Attr<String> {
    nested(&task.consistency, |block: &Consistency| &block.mode)
}

fn consistency(request: &mut ModifyMigrationJob) -> &mut ConsistencyOption {
    request.migrate_option.consistency.get_or_insert_with(|| ConsistencyOption {
        object_mode: Some("sameAsMigrate".to_owned()),
        ..ConsistencyOption::default()
    })
}

fn options(request: &mut ModifyMigrationJob) -> &mut CompareOptions {
    consistency(request).options.get_or_insert_with(CompareOptions::default)
}

/// An option is read where the state has it: DTS fills in those that were not sent.
fn read(task: &mut TaskModel, job: &MigrationDetail) {
    let returned = job.migrate_option.consistency.clone().unwrap_or_default();
    let mode = returned.mode.filter(|mode| !mode.is_empty()).map_or(NOT_CONFIGURED.to_owned(), |mode| from_api(&mode));
    if task.consistency.is_null() && mode == NOT_CONFIGURED {
        return;
    }
    let known = task.consistency.get().cloned().unwrap_or_default();
    let options = returned.options.unwrap_or_default();
    let number = |known: Attr<i64>, returned: Option<i64>| match returned {
        Some(returned) if known.is_known() => returned.into(),
        _ => known,
    };
    let method = options.method.filter(|method| !method.is_empty() && known.method.is_known());
    task.consistency = Consistency {
        mode: mode.into(),
        method: method.map_or(known.method, |method| from_api(&method).into()),
        sample_rate: number(known.sample_rate, options.sample_rate),
        thread_count: number(known.thread_count, options.thread_count),
    }
    .into();
}
