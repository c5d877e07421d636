//! The `source` and `destination` blocks.

mod model;
mod password;

use tfplugin::model::Attr;

use super::model::TaskModel;

pub(super) use crate::facts::alibaba::Side;
pub(super) use model::Wire;
pub(crate) use model::{CrossAccount, Endpoint};
pub(super) use password::{password_changed, password_of};

/// How ModifyDtsJobPassword names a side.
pub(super) fn word_of_modify(side: Side) -> &'static str {
    match side {
        Side::Source => "src",
        Side::Destination => "dest",
    }
}

/// Both ends of a task.
pub(super) fn ends(task: &TaskModel) -> [(Side, &Attr<Endpoint>); 2] {
    [(Side::Source, &task.source), (Side::Destination, &task.destination)]
}

/// Both ends of a task, those that are known.
pub(super) fn known_ends(task: &TaskModel) -> impl Iterator<Item = (Side, &Endpoint)> {
    ends(task).into_iter().filter_map(|(side, end)| Some((side, end.get()?)))
}
