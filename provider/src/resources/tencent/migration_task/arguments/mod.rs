//! The table that ties each argument of a task to the API: what its value is, what is sent for it, how it is read from an
//! answer, how it is compared, and which call changes it in place.
//!
//! | module | subject |
//! |---|---|
//! | `task`, `limits`, `comparison` | the rows of the task's own arguments |
//! | `endpoint` | the rows of the arguments of a source or destination |
//! | `draft` | the request that rows fill |
//! | `call` | the calls that change a started job, and when DTS allows them |
//! | `words` | the words of a configuration and those of the API |
//!
//! A new argument is a field of the model and a row here.

mod call;
mod comparison;
mod draft;
mod endpoint;
mod limits;
mod task;
#[cfg(test)]
mod tests;
mod words;

use tencent::dts::{DbEndpointInfo, DbInfo, MigrationDetail, ModifyMigrationJob};
use tfplugin::{
    model::{Attr, Map},
    path::AttributePath,
};

pub(crate) use crate::resources::shared::argument::Origin;
pub(crate) use call::Call;
pub(crate) use draft::{AssumedRole, Draft};
pub(crate) use limits::rate_limit_call;
pub(crate) use task::changed_settings;

use super::schema::{
    endpoint::{Endpoint, Side},
    ends::{endpoint_at, endpoints, known_endpoints},
    model::TaskModel,
};
use crate::resources::shared::argument::{Owner, Row};

/// The rows of the task's own arguments.
fn task_rows() -> impl Iterator<Item = &'static Row<TaskModel>> {
    task::ROWS.iter().chain(&comparison::ROWS).chain(&limits::ROWS)
}

/// An argument of a task that is sent to DTS.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Argument {
    /// An argument of the task itself.
    Task(&'static Row<TaskModel>),
    /// An argument of an endpoint.
    Endpoint(Side, &'static Row<Endpoint>),
}

impl Argument {
    /// The path in the configuration, with dots.
    pub(crate) fn name(&self, task: &TaskModel) -> String {
        match self {
            Argument::Task(row) => row.path(Some(task)).to_owned(),
            Argument::Endpoint(side, row) => format!("{}.{}", side.block(), row.path(endpoint_at(task, *side))),
        }
    }

    /// The path in the configuration.
    pub(crate) fn path(&self, task: &TaskModel) -> AttributePath {
        AttributePath::of(&self.name(task).split('.').collect::<Vec<_>>())
    }

    /// The call that changes it once the job has started.
    pub(crate) fn call(&self) -> Option<Call> {
        match self {
            Argument::Task(row) => row.change,
            Argument::Endpoint(_, row) => row.change,
        }
    }

    /// Whether its value is not known yet.
    pub(crate) fn is_unknown(&self, task: &TaskModel) -> bool {
        match self {
            Argument::Task(row) => (row.value)(task).is_unknown(),
            Argument::Endpoint(side, row) => endpoint_at(task, *side).is_some_and(|end| (row.value)(end).is_unknown()),
        }
    }
}

/// The arguments whose values differ. `origin` says what the prior state is from.
pub(crate) fn differences(prior: &TaskModel, planned: &TaskModel, origin: Origin) -> Vec<Argument> {
    let mut found: Vec<Argument> =
        task_rows().filter(|row| row.differs(prior, planned, (), origin)).map(Argument::Task).collect();
    for side in [Side::Source, Side::Destination] {
        let (Some(before), Some(after)) = (endpoint_at(prior, side), endpoint_at(planned, side)) else { continue };
        let differing = endpoint::ROWS.iter().filter(|row| row.differs(before, after, side, origin));
        found.extend(differing.map(|row| Argument::Endpoint(side, row)));
    }
    found
}

/// The request of a task in which everything is known. Passwords are taken from the configuration; `role` has the temporary keys for
/// the source of another account.
pub(crate) fn request(planned: &TaskModel, config: &TaskModel, role: Option<&AssumedRole>) -> ModifyMigrationJob {
    let mut draft = Draft::new(planned, Some(config));
    for row in task_rows() {
        (row.send)(planned, (), &mut draft);
    }
    for (side, end) in known_endpoints(planned) {
        for row in &endpoint::ROWS {
            (row.send)(end, side, &mut draft);
        }
    }
    draft.into_request(role)
}

/// The request as a reviewer may see it: one entry for each parameter, unknown as far as its input is.
pub(crate) fn preview(planned: &TaskModel) -> Attr<Map<String>> {
    let mut draft = Draft::new(planned, None);
    for row in task_rows() {
        row.show(planned, (), &mut draft);
    }
    for (side, end) in known_endpoints(planned) {
        for row in &endpoint::ROWS {
            row.show(end, side, &mut draft);
        }
    }
    Attr::Known(Map(draft.into_parameters()))
}

/// What DTS returned of an endpoint.
pub(crate) struct EndpointAnswer<'a> {
    info: &'a DbEndpointInfo,
    /// Its first node, which has the fields of a database.
    node: &'a DbInfo,
}

/// Takes the arguments of a task from an answer. What DTS does not return stays, and so does everything of a job that is not
/// configured.
pub(crate) fn read(task: &mut TaskModel, job: &MigrationDetail) {
    if !is_configured(job) {
        return;
    }
    for read in task_rows().filter_map(|row| row.read) {
        read(task, job);
    }
    let answers = [&job.src_info, &job.dst_info];
    let mut ends = endpoints(task)
        .into_iter()
        .zip(answers)
        .map(|((_, known), info)| Attr::Known(read_endpoint(info, known.get())))
        .collect::<Vec<_>>()
        .into_iter();
    task.source = ends.next().unwrap_or_default();
    task.destination = ends.next().unwrap_or_default();
}

/// Whether the job was configured: DTS returns how it connects to the databases.
pub(crate) fn is_configured(job: &MigrationDetail) -> bool {
    !job.src_info.access_type.is_empty()
}

fn read_endpoint(info: &DbEndpointInfo, known: Option<&Endpoint>) -> Endpoint {
    let mut end = Endpoint { password_wo: Attr::Null, ..known.cloned().unwrap_or_default() };
    let none = DbInfo::default();
    let answer = EndpointAnswer { info, node: info.info.first().unwrap_or(&none) };
    for read in endpoint::ROWS.iter().filter_map(|row| row.read) {
        read(&mut end, &answer);
    }
    end
}

impl Owner for TaskModel {
    type At = ();
    type Answer<'a> = MigrationDetail;
    type Draft<'c> = Draft<'c>;
    type Call = Call;
}

impl Owner for Endpoint {
    type At = Side;
    type Answer<'a> = EndpointAnswer<'a>;
    type Draft<'c> = Draft<'c>;
    type Call = Call;
}
