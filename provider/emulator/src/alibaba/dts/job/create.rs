//! A new job, before it is added to the others.

use std::collections::BTreeMap;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Modes, Side};
use crate::alibaba::gateway::{Call, Parameters, Refusal};
use crate::alibaba::ids;
use crate::core::secret::{Secret, is_secret_name};
use crate::jobs::StateMachine;

use super::direction::Direction;
use super::kind::JobKind;
use super::model::Job;
use super::precheck_items::Precheck;

/// Source and destination password.
pub(crate) type Passwords = [Option<Secret>; 2];

pub(crate) fn take_passwords(parameters: &mut Parameters) -> Passwords {
    let passwords = Side::BOTH.map(|side| parameters.remove(&side.parameter("Password")).map(Secret::new));
    let secrets: Vec<String> =
        parameters.iter().map(|(name, _)| name.to_owned()).filter(|name| is_secret_name(name)).collect();
    for name in secrets {
        parameters.remove(&name);
    }
    passwords
}

pub(crate) fn new_job(
    context: CallContext<'_>,
    call: &Call,
    kind: JobKind,
    parameters: Parameters,
    modes: Modes,
    passwords: Passwords,
) -> Job {
    let [source_password, destination_password] = passwords;
    Job {
        id: ids::job_id(),
        account: call.caller.account.clone(),
        kind,
        direction: Direction::Forward,
        partner: None,
        first_of_instance: None,
        name: parameters.get("DtsJobName").unwrap_or_default().to_owned(),
        created: context.now,
        booted: None,
        finished: None,
        synchronized: None,
        parameters,
        source_password,
        destination_password,
        rehearsed: false,
        lost_passwords: [false; 2],
        figures: None,
        modes,
        machine: StateMachine::new(context.now),
        precheck: Precheck::default(),
        skipped: Vec::new(),
        forced_items: BTreeMap::new(),
        source_version: None,
        module_settings: BTreeMap::new(),
        monitor_rules: BTreeMap::new(),
        purchase: None,
        tags: BTreeMap::new(),
        changes: Vec::new(),
        error_message: String::new(),
        shown_status: None,
        released: false,
    }
}

/// The refusal of a job of another type.
pub(crate) fn not_emulated(kind: &str) -> Refusal {
    let message = format!(
        "Jobs of type {kind} are not emulated. The real cloud serves them; this emulator has MIGRATION and SYNC."
    );
    Refusal::business(400, "UnSupportedTaskType", message)
}
