//! The arguments of the block `alerts`. DTS does not return them.

use alibaba::Secret;
use tfplugin::model::Attr;

use crate::resources::alibaba::migration_task::schema::model::{Alerts, TaskModel};
use crate::resources::shared::argument::{Preview, Row, nested, number, switch, words};

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 5] = [
    Row::new(
        "alerts.on_failure",
        |task| switch(&of(task, |alerts| &alerts.on_failure)),
        |task, (), draft| {
            draft.parameter("ErrorNotice", &of(task, |alerts| &alerts.on_failure), |request, on| {
                request.error_notice = Some(on);
            });
        },
    ),
    Row {
        preview: Preview::LeftOut,
        ..Row::new(
            "alerts.failure_phones",
            |task| words(&of(task, |alerts| &alerts.failure_phones)),
            |task, (), draft| {
                draft.joined("ErrorPhone", &of(task, |alerts| &alerts.failure_phones), |request, phones| {
                    request.error_phone = Some(Secret::from(phones));
                });
            },
        )
    },
    Row::new(
        "alerts.on_delay",
        |task| switch(&of(task, |alerts| &alerts.on_delay)),
        |task, (), draft| {
            draft.parameter("DelayNotice", &of(task, |alerts| &alerts.on_delay), |request, on| {
                request.delay_notice = Some(on);
            });
        },
    ),
    Row {
        preview: Preview::LeftOut,
        ..Row::new(
            "alerts.delay_phones",
            |task| words(&of(task, |alerts| &alerts.delay_phones)),
            |task, (), draft| {
                draft.joined("DelayPhone", &of(task, |alerts| &alerts.delay_phones), |request, phones| {
                    request.delay_phone = Some(Secret::from(phones));
                });
            },
        )
    },
    Row::new(
        "alerts.delay_seconds",
        |task| number(&of(task, |alerts| &alerts.delay_seconds)),
        |task, (), draft| {
            draft.parameter("DelayRuleTime", &of(task, |alerts| &alerts.delay_seconds), |request, seconds| {
                request.delay_rule_time = Some(seconds);
            });
        },
    ),
];

fn of<T: Clone>(task: &TaskModel, attribute: fn(&Alerts) -> &Attr<T>) -> Attr<T> {
    nested(&task.alerts, attribute)
}
