//! The settings of one direction of a two-way synchronization. A job with one direction has none of them.

use tfplugin::model::Attr;

use super::{
    Call,
    argument::{Row, Value, switch, text},
};
use crate::resources::alibaba::{job::topology::Topology, migration_task::schema::model::TaskModel};

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 2] = [
    Row {
        change: Some(Call::Settings),
        path_of: Some(
            |task| if task.kind.is_reverse() { "two_way.reverse.on_conflict" } else { "two_way.on_conflict" },
        ),
        read: Some(|task, answer| {
            let policy = answer.reserved.text("conflict").filter(|_| task.kind.has_directions());
            if let Some(word) = policy.as_deref().and_then(Topology::word_of) {
                task.topology.on_conflict = word.into();
            }
        }),
        ..Row::new(
            "two_way.on_conflict",
            |task| text(&task.topology.on_conflict),
            |task, (), draft| draft.reserve("conflict", &task.topology.policy()),
        )
    },
    Row {
        change: Some(Call::Settings),
        // DDL travels unless it is filtered.
        default: || Some(Value::Switch(true)),
        read: Some(|task, answer| {
            if !task.topology.carry_ddl.is_null() {
                task.topology.carry_ddl = (answer.reserved.text("filterDDL").as_deref() != Some("true")).into();
            }
        }),
        ..Row::new(
            "two_way.carry_ddl",
            |task| switch(&task.topology.carry_ddl),
            |task, (), draft| {
                let filtered: Attr<bool> = task.topology.carry_ddl.clone().map(|carries| !carries);
                draft.reserve("filterDDL", &filtered);
            },
        )
    },
];
