//! The two ends of a task.

use tfplugin::model::Attr;

use super::{
    endpoint::{Endpoint, Side},
    model::TaskModel,
};

/// Both ends of a task.
pub(crate) fn endpoints(task: &TaskModel) -> [(Side, &Attr<Endpoint>); 2] {
    [(Side::Source, &task.source), (Side::Destination, &task.destination)]
}

/// Both ends of a task, those that are known.
pub(crate) fn known_endpoints(task: &TaskModel) -> impl Iterator<Item = (Side, &Endpoint)> {
    endpoints(task).into_iter().filter_map(|(side, end)| Some((side, end.get()?)))
}

/// The end on this side, if it is known.
pub(crate) fn endpoint_at(task: &TaskModel, side: Side) -> Option<&Endpoint> {
    known_endpoints(task).find(|(one, _)| *one == side).map(|(_, end)| end)
}
