//! The table that ties each argument of a task to the API: what its value is, what is sent for it, how it is read from an
//! answer, how it is compared, and which call changes it in place.
//!
//! | module | subject |
//! |---|---|
//! | `task`, `settings`, `limits`, `alerts` | the rows of the task's own arguments |
//! | `endpoint` | the rows of the arguments of a source or destination |
//! | `draft` | the request that rows fill |
//! | `reserved` | the settings that DTS returns |
//! | `reserved_keys` | settings without a separate argument, which an import reads and a later configuration keeps |
//! | `call` | the calls that change a started task, and when DTS allows them |
//! | `selection`, `verification`, `engine` | values that are more than one text |
//!
//! A new argument is a field of the model and a row here.

mod alerts;
mod call;
mod draft;
mod endpoint;
mod engine;
mod limits;
mod reserved;
mod reserved_keys;
mod selection;
mod settings;
mod task;
mod topology;
mod verification;

use alibaba::dts::{ConfigureDtsJob, DetailEndpoint, JobDetail};
use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::{model::Attr, path::AttributePath};

pub(crate) use crate::resources::shared::argument::Origin;
pub(crate) use call::{Call, CallRow};
pub(crate) use draft::Draft;
pub(crate) use engine::needs_wire;
pub(crate) use limits::{Phase, changed_limits};
pub(crate) use reserved::Reserved;
pub(crate) use reserved_keys::{keep_unnamed, left_out, read_unnamed};

use crate::resources::shared::argument::{self, Owner, Row};
use crate::{
    facts::alibaba as facts,
    resources::alibaba::job::JobKind,
    resources::alibaba::migration_task::schema::{
        endpoint::{Endpoint, Side, endpoints, known_endpoints},
        model::TaskModel,
    },
};

/// The rows of the task's own arguments.
fn task_rows() -> impl Iterator<Item = &'static Row<TaskModel>> {
    task::ROWS.iter().chain(&settings::ROWS).chain(&limits::ROWS).chain(&alerts::ROWS).chain(&topology::ROWS)
}

/// An argument of a task that is sent to DTS.
#[derive(Clone, Debug)]
pub(crate) enum Argument {
    /// An argument of the task itself.
    Task(&'static Row<TaskModel>),
    /// An argument of an endpoint.
    Endpoint(Side, &'static Row<Endpoint>),
    /// A key of `reserve`.
    ReserveKey(String),
    /// `precheck.rerun`: nothing of it is sent, but it asks for a call.
    Rerun,
}

impl Argument {
    /// The path in the configuration, with dots: the one that is set where several arguments stand for each other.
    pub(crate) fn name(&self, task: &TaskModel) -> String {
        match self {
            Argument::Task(row) => row.path(Some(task)).to_owned(),
            Argument::Endpoint(side, row) => format!("{}.{}", side.block(), row.path(endpoint_of(task, *side))),
            Argument::ReserveKey(key) => format!("reserve.{key}"),
            Argument::Rerun => "precheck.rerun".to_owned(),
        }
    }

    /// The path in the configuration.
    pub(crate) fn path(&self, task: &TaskModel) -> AttributePath {
        match self {
            Argument::ReserveKey(key) => AttributePath::of(&["reserve"]).key(key),
            _ => AttributePath::of(&self.name(task).split('.').collect::<Vec<_>>()),
        }
    }

    /// The endpoint it belongs to.
    pub(crate) fn side(&self) -> Option<Side> {
        match self {
            Argument::Endpoint(side, _) => Some(*side),
            Argument::Task(_) | Argument::ReserveKey(_) | Argument::Rerun => None,
        }
    }

    /// The call that changes it once the task has started.
    pub(crate) fn call(&self) -> Option<Call> {
        match self {
            Argument::Task(row) => row.change,
            Argument::Endpoint(_, row) => row.change,
            Argument::ReserveKey(_) | Argument::Rerun => None,
        }
    }

    /// Whether it is the database account or its password.
    pub(crate) fn is_credential(&self) -> bool {
        matches!(self, Argument::Endpoint(_, row) if row.is_credential)
    }

    /// Whether a purchase before the configuration decides it.
    pub(crate) fn is_fixed_by_purchase(&self) -> bool {
        match self {
            Argument::Task(row) => row.fixed_by_purchase,
            Argument::Endpoint(_, row) => row.fixed_by_purchase,
            Argument::ReserveKey(_) | Argument::Rerun => false,
        }
    }

    /// Whether its value is not known yet.
    pub(crate) fn is_unknown(&self, task: &TaskModel) -> bool {
        match self {
            Argument::Task(row) => (row.value)(task).is_unknown(),
            Argument::Endpoint(side, row) => endpoint_of(task, *side).is_some_and(|end| (row.value)(end).is_unknown()),
            Argument::ReserveKey(key) => reserve_key(task, key).is_unknown(),
            Argument::Rerun => task.precheck.get().is_some_and(|precheck| precheck.rerun.is_unknown()),
        }
    }

    /// Whether nothing is sent for it.
    pub(crate) fn is_unset(&self, task: &TaskModel) -> bool {
        match self {
            Argument::Task(row) => (row.value)(task).is_null(),
            Argument::Endpoint(side, row) => endpoint_of(task, *side).is_none_or(|end| (row.value)(end).is_null()),
            Argument::ReserveKey(key) => reserve_key(task, key).is_null(),
            Argument::Rerun => false,
        }
    }
}

#[cfg(test)]
impl Argument {
    /// The argument with this path.
    pub(crate) fn named(path: &str) -> Self {
        let endpoint = |side: Side| {
            let path = path.strip_prefix(side.block())?.strip_prefix('.')?;
            endpoint::ROWS.iter().find(|row| row.path == path).map(|row| Argument::Endpoint(side, row))
        };
        let own = || task_rows().find(|row| row.path == path).map(Argument::Task);
        endpoint(Side::Source).or_else(|| endpoint(Side::Destination)).or_else(own).unwrap()
    }
}

fn endpoint_of(task: &TaskModel, side: Side) -> Option<&Endpoint> {
    known_endpoints(task).find(|(one, _)| *one == side).map(|(_, end)| end)
}

fn reserve_key(task: &TaskModel, key: &str) -> Attr<String> {
    match &task.reserve {
        Attr::Known(keys) => keys.0.get(key).cloned().unwrap_or(Attr::Null),
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}

/// The arguments whose values differ. `origin` says what the prior state is from.
pub(crate) fn differences(prior: &TaskModel, planned: &TaskModel, origin: Origin) -> Vec<Argument> {
    let mut found: Vec<Argument> =
        task_rows().filter(|row| row.differs(prior, planned, (), origin)).map(Argument::Task).collect();
    for side in [Side::Source, Side::Destination] {
        let (Some(before), Some(after)) = (endpoint_of(prior, side), endpoint_of(planned, side)) else { continue };
        let differing = endpoint::ROWS.iter().filter(|row| row.differs(before, after, side, origin));
        found.extend(differing.map(|row| Argument::Endpoint(side, row)));
    }
    if !planned.reserve.is_unknown() {
        // Of an imported task, the keys that it was read with are known.
        let is_known = |argument: &Argument| match argument {
            Argument::ReserveKey(key) => reserve_key(prior, key).is_known() && !reserve_key(planned, key).is_null(),
            _ => true,
        };
        let differing = differing_reserve_keys(prior, planned);
        found.extend(differing.filter(|argument| origin == Origin::Configured || is_known(argument)));
    }
    found
}

/// An absent key has its default.
fn differing_reserve_keys(prior: &TaskModel, planned: &TaskModel) -> impl Iterator<Item = Argument> {
    let keys =
        [prior, planned].into_iter().flat_map(|task| task.reserve.get().into_iter().flat_map(|own| own.0.keys()));
    let keys: std::collections::BTreeSet<String> = keys.cloned().collect();
    let value = |task: &TaskModel, key: &str| match reserve_key(task, key) {
        Attr::Null => facts::reserve_key(key).and_then(|row| row.default).map(str::to_owned).into(),
        set => set,
    };
    let differing = keys.into_iter().filter(|key| value(prior, key) != value(planned, key));
    differing.map(Argument::ReserveKey).collect::<Vec<_>>().into_iter()
}

/// The request of a task. Passwords are taken from the configuration, when it is given.
pub(crate) fn request<'c>(planned: &TaskModel, config: Option<&'c TaskModel>) -> Draft<'c> {
    let mut draft = Draft::new(&planned.kind, config);
    send(
        planned,
        &mut draft,
        |draft, row, task| (row.send)(task, (), draft),
        |draft, row, end, side| {
            (row.send)(end, side, draft);
        },
    );
    draft
}

/// The keys of `Reserve` that are sent for these arguments.
pub(crate) fn reserve_keys(arguments: &[Argument], planned: &TaskModel) -> JsonMap<String, Json> {
    let mut draft = Draft::new(&planned.kind, None);
    for argument in arguments {
        match argument {
            Argument::Task(row) => (row.send)(planned, (), &mut draft),
            Argument::Endpoint(side, row) => {
                if let Some(end) = endpoint_of(planned, *side) {
                    (row.send)(end, *side, &mut draft);
                }
            }
            Argument::ReserveKey(_) | Argument::Rerun => {}
        }
    }
    draft.into_reserve()
}

/// The selection of a task in the normal form of its JSON, whichever argument has it.
pub(crate) fn objects_of(task: &TaskModel) -> Attr<String> {
    selection::normal(task)
}

/// The request as a reviewer may see it: without database accounts and phone numbers, with row filters and the values of
/// `reserve` and `etl` replaced.
pub(crate) fn preview(planned: &TaskModel) -> Draft<'static> {
    let mut draft = Draft::new(&planned.kind, None);
    send(
        planned,
        &mut draft,
        |draft, row, task| row.show(task, (), draft),
        |draft, row, end, side| {
            row.show(end, side, draft);
        },
    );
    draft
}

fn send<'c>(
    planned: &TaskModel,
    draft: &mut Draft<'c>,
    of_task: impl Fn(&mut Draft<'c>, &Row<TaskModel>, &TaskModel),
    of_endpoint: impl Fn(&mut Draft<'c>, &Row<Endpoint>, &Endpoint, Side),
) {
    for (key, value) in planned.kind.reserve {
        draft.reserve(key, &Attr::Known(*value));
    }
    for row in task_rows() {
        of_task(draft, row, planned);
    }
    for (side, end) in known_endpoints(planned) {
        for row in &endpoint::ROWS {
            of_endpoint(draft, row, end, side);
        }
    }
}

/// What DTS returned of a task.
pub(crate) struct Answer<'a> {
    pub(crate) job: &'a JobDetail,
    pub(crate) reserved: &'a Reserved,
}

/// What DTS returned of an endpoint.
pub(crate) struct EndpointAnswer<'a> {
    side: Side,
    detail: &'a DetailEndpoint,
    reserved: &'a Reserved,
    /// The endpoint before the answer.
    known: &'a Endpoint,
}

/// Takes the arguments of a task from an answer. What DTS does not return stays.
pub(crate) fn read(task: &mut TaskModel, answer: &Answer<'_>) {
    for read in task_rows().filter_map(|row| row.read) {
        read(task, answer);
    }
    let details = [&answer.job.source_endpoint, &answer.job.destination_endpoint];
    let read = endpoints(task)
        .into_iter()
        .zip(details)
        .map(|((side, known), detail)| Attr::Known(read_endpoint(side, detail, known.get(), answer.reserved)));
    let [source, destination]: [Attr<Endpoint>; 2] = {
        let mut read = read;
        [read.next().unwrap_or_default(), read.next().unwrap_or_default()]
    };
    (task.source, task.destination) = (source, destination);
}

/// An endpoint from an answer. What DTS does not return stays.
pub(crate) fn read_endpoint(
    side: Side,
    detail: &DetailEndpoint,
    known: Option<&Endpoint>,
    reserved: &Reserved,
) -> Endpoint {
    let known = known.cloned().unwrap_or_default();
    let answer = EndpointAnswer { side, detail, reserved, known: &known };
    let mut end = Endpoint { password_wo: Attr::Null, ..known.clone() };
    for read in endpoint::ROWS.iter().filter_map(|row| row.read) {
        read(&mut end, &answer);
    }
    end
}

impl Owner for TaskModel {
    type At = ();
    type Answer<'a> = Answer<'a>;
    type Draft<'c> = Draft<'c>;
    type Call = Call;
}

impl Owner for Endpoint {
    type At = Side;
    type Answer<'a> = EndpointAnswer<'a>;
    type Draft<'c> = Draft<'c>;
    type Call = Call;
}

/// A request with the fixed parameters of a job of this kind.
fn empty_request(kind: &JobKind) -> ConfigureDtsJob {
    ConfigureDtsJob {
        job_type: kind.job_type.to_owned(),
        synchronization_direction: kind.direction(),
        ..ConfigureDtsJob::default()
    }
}

#[cfg(test)]
mod tests;
