//! What DTS changes of a task that has started: one row a kind of change, with its call and the statuses that allow it.

use std::collections::BTreeMap;

use alibaba::dts::JobStatus;
use tfplugin::model::Attr;

use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::{
    plan::changes::{Changes, comparable},
    schema::{
        endpoint::{Endpoint, Side, known_ends},
        model::TaskModel,
    },
};

/// A call that changes a started task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// ModifyDtsJobName.
    Rename,
    /// ModifyDtsJobDedicatedCluster.
    Cluster,
    /// ModifyDynamicConfig for full migration.
    FullLimits,
    /// ModifyDynamicConfig for incremental migration.
    IncrementalLimits,
    /// ModifyDtsJob, settings only.
    Encryption,
    /// ModifyDtsJobEndpoint.
    Endpoint,
    /// ModifyDtsJobPassword.
    Password,
}

/// What one call changes, and when.
#[derive(Debug)]
pub(crate) struct InPlace {
    pub(crate) call: Call,
    /// Parameters by wire name: of either end where it begins with `Endpoint`, all that begin so where it ends with `*`.
    parameters: &'static [&'static str],
    /// Statuses in which the call is allowed (facts: allowed calls per status).
    pub(crate) statuses: &'static [JobStatus],
}

const RUNNING: &[JobStatus] = &[JobStatus::Migrating, JobStatus::Retrying, JobStatus::Suspending];
/// What mends a migration is changed while it is broken, too.
const RUNNING_OR_FAILED: &[JobStatus] =
    &[JobStatus::Migrating, JobStatus::Retrying, JobStatus::Suspending, JobStatus::MigrationFailed];

/// In the order they are made. Passwords come last: DTS takes a new one only once.
static ROWS: [InPlace; 7] = [
    InPlace { call: Call::Rename, parameters: &["DtsJobName"], statuses: RUNNING },
    InPlace { call: Call::Cluster, parameters: &["DedicatedClusterId"], statuses: RUNNING },
    InPlace { call: Call::FullLimits, parameters: &["Reserve.fullDynamicConfig.*"], statuses: RUNNING },
    InPlace { call: Call::IncrementalLimits, parameters: &["Reserve.incDynamicConfig.*"], statuses: RUNNING },
    InPlace { call: Call::Encryption, parameters: &["Reserve.srcSSL", "Reserve.destSSL"], statuses: RUNNING },
    InPlace {
        call: Call::Endpoint,
        parameters: &[
            "EndpointInstanceID",
            "EndpointRegion",
            "EndpointIP",
            "EndpointPort",
            "EndpointDatabaseName",
            "EndpointDataBaseName",
            "EndpointUserName",
            "EndpointOwnerID",
            "EndpointRole",
        ],
        statuses: RUNNING_OR_FAILED,
    },
    InPlace { call: Call::Password, parameters: &["EndpointPassword"], statuses: RUNNING_OR_FAILED },
];

impl InPlace {
    fn has(&self, parameter: &str) -> bool {
        let of_an_end = parameter.strip_prefix("Source").or(parameter.strip_prefix("Destination"));
        self.parameters.iter().any(|known| match known.strip_suffix('*') {
            Some(beginning) => parameter.starts_with(beginning),
            None => *known == parameter || of_an_end == Some(*known),
        })
    }
}

/// One call to make.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) row: &'static InPlace,
    /// The end it is about.
    pub(crate) side: Option<Side>,
    /// What it changes.
    pub(crate) parameters: Vec<String>,
}

/// What cannot follow, and why that is so of this task where it is not so of others.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Late {
    pub(crate) parameter: String,
    pub(crate) why: Option<String>,
}

/// Changes of a started task, sorted.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    pub(crate) steps: Vec<Step>,
    pub(crate) late: Vec<Late>,
}

/// Sorts the changes into calls and what comes too late. Values that are not known yet are taken to be set.
pub(crate) fn sort(planned: &TaskModel, changes: &Changes) -> Sorted {
    let after = comparable(planned);
    let mut sorted = Sorted::default();
    for parameter in all_of(changes) {
        match ROWS.iter().find(|row| row.has(&parameter)) {
            None => sorted.late.push(Late { parameter, why: None }),
            Some(row) => match obstacle(row, &parameter, planned, &after) {
                Some(why) => sorted.late.push(Late { parameter, why: Some(why) }),
                None => sorted.put(row, parameter),
            },
        }
    }
    sorted.logins_at_once();
    sorted.steps.sort_by_key(|step| ROWS.iter().position(|row| row.call == step.row.call));
    sorted
}

/// Everything that changed, by wire name; a precheck the user asks for by its argument.
fn all_of(changes: &Changes) -> Vec<String> {
    let mut all: Vec<String> = changes.configuration.clone();
    all.extend(changes.name.then(|| "DtsJobName".to_owned()));
    all.extend(changes.passwords.iter().map(|side| password_parameter(*side)));
    all.extend(changes.rerun.then(|| "precheck.rerun".to_owned()));
    all
}

fn password_parameter(side: Side) -> String {
    match side {
        Side::Source => "SourceEndpointPassword",
        Side::Destination => "DestinationEndpointPassword",
    }
    .to_owned()
}

fn side_of(parameter: &str) -> Option<Side> {
    let is = |words: [&str; 2]| words.iter().any(|word| parameter.starts_with(word));
    if is(["SourceEndpoint", "Reserve.src"]) {
        Some(Side::Source)
    } else if is(["DestinationEndpoint", "Reserve.dest"]) {
        Some(Side::Destination)
    } else {
        None
    }
}

/// Why a row does not serve this change.
fn obstacle(
    row: &InPlace,
    parameter: &str,
    planned: &TaskModel,
    after: &BTreeMap<String, Attr<String>>,
) -> Option<String> {
    let removed = !after.contains_key(parameter);
    match row.call {
        Call::Cluster if removed => Some("its API moves a task to a cluster, not off one".to_owned()),
        Call::Endpoint => {
            let side = side_of(parameter)?;
            let end = known_ends(planned).find(|(one, _)| *one == side).map(|(_, end)| end)?;
            match type_of_modify(side, end) {
                Err(why) => Some(why),
                Ok(_) if removed => Some("its API sets a value anew and does not take one away".to_owned()),
                Ok(_) => None,
            }
        }
        _ => None,
    }
}

/// `EndpointInstanceType` of ModifyDtsJobEndpoint.
///
/// # Errors
/// The call does not have such an end; what it is that it does not have.
pub(crate) fn type_of_modify(side: Side, end: &Endpoint) -> Result<&'static str, String> {
    if end.wire.is_known() {
        return Err("its API changes ends of documented engines only, and this one is written with wire".to_owned());
    }
    let word = end.engine.as_str().unwrap_or_default();
    let engine = facts::engine_at(word, side);
    let sharded = end.mongodb_topology.as_str() == Some("sharded");
    let of_cloud = engine.and_then(|row| if sharded { row.modify_sharded } else { row.modify });
    let of_cloud = of_cloud.ok_or_else(|| {
        let shards = if sharded { "sharded " } else { "" };
        format!("its API does not change the {side} of a migration in place where it is {shards}{word}")
    })?;
    let access = end.access_method.as_str().unwrap_or_default();
    if access == facts::CLOUD_INSTANCE {
        return Ok(of_cloud);
    }
    facts::access_method(access)
        .and_then(|row| row.modify)
        .ok_or_else(|| format!("its API does not change a {side} in place that is reached by {access}"))
}

impl Sorted {
    fn put(&mut self, row: &'static InPlace, parameter: String) {
        let side = side_of(&parameter);
        match self.steps.iter_mut().find(|step| step.row.call == row.call && step.side == side) {
            Some(step) => step.parameters.push(parameter),
            None => self.steps.push(Step { row, side, parameters: vec![parameter] }),
        }
    }

    /// An end that is changed takes its password along.
    fn logins_at_once(&mut self) {
        let ends: Vec<Option<Side>> = self.of(Call::Endpoint).map(|step| step.side).collect();
        let is_covered = |step: &Step| step.row.call == Call::Password && ends.contains(&step.side);
        let (covered, rest): (Vec<Step>, Vec<Step>) = std::mem::take(&mut self.steps).into_iter().partition(is_covered);
        self.steps = rest;
        for password in covered {
            let end = |step: &&mut Step| step.row.call == Call::Endpoint && step.side == password.side;
            if let Some(step) = self.steps.iter_mut().find(end) {
                step.parameters.extend(password.parameters);
            }
        }
    }

    fn of(&self, call: Call) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.row.call == call)
    }

    /// Whether a call of this kind is to be made.
    pub(crate) fn has(&self, call: Call) -> bool {
        self.of(call).next().is_some()
    }

    /// The calls this status does not allow.
    pub(crate) fn not_in<'s>(&'s self, status: &'s JobStatus) -> impl Iterator<Item = &'s Step> {
        self.steps.iter().filter(move |step| !step.row.statuses.contains(status))
    }
}

#[cfg(test)]
mod tests;
