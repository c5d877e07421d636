//! The `source` and `destination` blocks.

use tfplugin::model::Attr;

use crate::resources::alibaba::migration_task::schema::model::TaskModel;

pub(crate) use crate::facts::alibaba::Side;
pub(crate) use crate::resources::alibaba::job::endpoint::{
    CrossAccount, Endpoint, Wire, password_changed, password_of,
};

/// How ModifyDtsJobPassword names a side.
pub(crate) fn word_of_modify(side: Side) -> &'static str {
    match side {
        Side::Source => "src",
        Side::Destination => "dest",
    }
}

/// Both ends of a task.
pub(crate) fn endpoints(task: &TaskModel) -> [(Side, &Attr<Endpoint>); 2] {
    [(Side::Source, &task.source), (Side::Destination, &task.destination)]
}

/// Both ends of a task, those that are known.
pub(crate) fn known_endpoints(task: &TaskModel) -> impl Iterator<Item = (Side, &Endpoint)> {
    endpoints(task).into_iter().filter_map(|(side, end)| Some((side, end.get()?)))
}
