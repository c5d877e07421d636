//! The changes of a task that has started: the calls that make them, and the changes that no call makes.

use alibaba::dts::JobStatus;

use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::{
    arguments::{Argument, Call, CallRow},
    plan::changes::Changes,
    schema::{
        endpoint::{Endpoint, Side, known_endpoints},
        model::TaskModel,
    },
};

/// One call to make.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) row: &'static CallRow,
    /// The endpoint it is about.
    pub(crate) side: Option<Side>,
    /// What it changes.
    pub(crate) arguments: Vec<Argument>,
}

/// An argument that no call changes, and the reason where that holds for this task and not for others.
#[derive(Debug)]
pub(crate) struct ImmutableChange {
    pub(crate) argument: Argument,
    pub(crate) why: Option<String>,
}

/// The changes of a started task.
#[derive(Debug, Default)]
pub(crate) struct LiveChanges {
    pub(crate) steps: Vec<Step>,
    pub(crate) immutable: Vec<ImmutableChange>,
}

/// Finds the call for each change. Values that are not known yet count as set.
pub(crate) fn live_changes(planned: &TaskModel, changes: &Changes) -> LiveChanges {
    let mut live = LiveChanges::default();
    let rerun = changes.rerun.then_some(Argument::Rerun);
    for argument in changes.arguments.iter().cloned().chain(rerun) {
        let call = argument.call().filter(|call| *call != Call::Objects || planned.kind.changes_objects);
        let row = call.and_then(|call| CallRow::all().iter().find(|row| row.call == call));
        match row {
            None => live.immutable.push(ImmutableChange { argument, why: None }),
            Some(row) => match obstacle(row.call, &argument, planned) {
                Some(why) => live.immutable.push(ImmutableChange { argument, why: Some(why) }),
                None => live.put(row, argument),
            },
        }
    }
    live.merge_credentials();
    live.steps.sort_by_key(|step| CallRow::all().iter().position(|row| row.call == step.row.call));
    live
}

/// Why a call does not serve this change.
fn obstacle(call: Call, argument: &Argument, planned: &TaskModel) -> Option<String> {
    let removed = argument.is_unset(planned);
    match call {
        Call::Cluster if removed => Some("DTS cannot remove a task from a dedicated cluster".to_owned()),
        Call::Endpoint => {
            let side = argument.side()?;
            let end = known_endpoints(planned).find(|(one, _)| *one == side).map(|(_, end)| end)?;
            match type_of_modify(side, end) {
                Err(why) => Some(why),
                Ok(_) if removed => Some("DTS can replace the value, but cannot remove it".to_owned()),
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
        return Err(
            "DTS can change only endpoints of documented engines, and this one is configured with a wire block"
                .to_owned(),
        );
    }
    let word = end.engine.as_str().unwrap_or_default();
    let engine = facts::engine_at(word, side);
    let sharded = end.mongodb_topology.as_str() == Some("sharded");
    let of_cloud = engine.and_then(|row| if sharded { row.modify_sharded } else { row.modify });
    let of_cloud = of_cloud.ok_or_else(|| {
        let shards = if sharded { "sharded " } else { "" };
        format!("DTS cannot change a {shards}{word} {side} after the start")
    })?;
    let access = end.access_method.as_str().unwrap_or_default();
    if access == facts::CLOUD_INSTANCE {
        return Ok(of_cloud);
    }
    facts::access_method(access)
        .and_then(|row| row.modify)
        .ok_or_else(|| format!("DTS cannot change a {side} with the access method {access} after the start"))
}

impl LiveChanges {
    fn put(&mut self, row: &'static CallRow, argument: Argument) {
        let side = argument.side();
        match self.steps.iter_mut().find(|step| step.row.call == row.call && step.side == side) {
            Some(step) => step.arguments.push(argument),
            None => self.steps.push(Step { row, side, arguments: vec![argument] }),
        }
    }

    /// A password is sent with the change of its endpoint where there is one.
    fn merge_credentials(&mut self) {
        let ends: Vec<Option<Side>> = self.of(Call::Endpoint).map(|step| step.side).collect();
        let is_covered = |step: &Step| step.row.call == Call::Password && ends.contains(&step.side);
        let (covered, rest): (Vec<Step>, Vec<Step>) = std::mem::take(&mut self.steps).into_iter().partition(is_covered);
        self.steps = rest;
        for password in covered {
            let end = |step: &&mut Step| step.row.call == Call::Endpoint && step.side == password.side;
            if let Some(step) = self.steps.iter_mut().find(end) {
                step.arguments.extend(password.arguments);
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
    pub(crate) fn not_allowed_in<'s>(&'s self, status: &'s JobStatus) -> impl Iterator<Item = &'s Step> {
        self.steps.iter().filter(move |step| !step.row.statuses.contains(status))
    }
}

#[cfg(test)]
mod tests;
