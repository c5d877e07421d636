//! ConfigureDtsJob.

use jiff::Timestamp;
use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Endpoint, Modes, Objects, Side, Topology};
use crate::alibaba::dts::instance::{purchased_before_configure, two_way};
use crate::alibaba::dts::job::{
    Direction, Job, JobKind, Operation, Passwords, Precheck, Status, check, find, new_job, not_emulated, take_passwords,
};
use crate::alibaba::dts::reach::cross_account;
use crate::alibaba::dts::{Dts, cluster, precheck, rehearsal};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};
use crate::alibaba::options::ReportMode;
use crate::jobs::StateMachine;

use super::{options, sides};

/// Creates a job, or configures a job again that has not started. It does not check whether an equal job exists.
pub(crate) fn configure(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let region = call.parameters.get("RegionId").unwrap_or("cn-hangzhou").to_owned();
    let existing = ["DtsJobId", "DtsInstanceId"].iter().any(|name| call.parameters.get(name).is_some());
    let (mut taken, mut purchased_before) = (None, false);
    let mut target = String::new();
    if existing {
        target = find::id(dts, context, call, "DtsInstanceId")?;
        let job = find::seen_by_id(dts, context, call, &target)?;
        check(job.status(), Operation::Configure)?;
        if call.parameters.get("JobType").is_some_and(|kind| kind != job.kind.name()) {
            return Err(Refusal::wrong_for_dts("JobType", &format!("the job is a {} job", job.kind.name())));
        }
        purchased_before_configure::agrees(job, &call.parameters)?;
        two_way::agrees(dts, job, &call.parameters)?;
        purchased_before = job.status() == Status::NotConfigured;
        taken = job.purchase.as_ref().map(|purchase| (job.id.clone(), purchase.du.unwrap_or(1)));
    } else {
        if find::direction(call)? == Some(Direction::Reverse) {
            let why = "a new job is a forward job; name the instance of the reverse job";
            return Err(Refusal::wrong_for_dts("SynchronizationDirection", why));
        }
        find::permit(context, call, &region, "*")?;
    }
    let (kind, mut modes) = validate(&call.parameters)?;
    let is_two_way = match dts.jobs.get(&target) {
        Some(job) if job.purchase.is_some() => job.partner.is_some(),
        _ => kind == JobKind::Synchronization && Topology::of(&call.parameters) == Some(Topology::TwoWay),
    };
    if is_two_way {
        two_way::check_sides(&call.parameters)?;
    }
    if dts.jobs.get(&target).is_some_and(|job| job.direction == Direction::Reverse) {
        // Only one direction has a schema and a full phase. An old example sends both for the reverse job, too.
        modes = Modes { schema: false, full: false, ..modes };
    }
    let mut parameters = call.parameters.clone();
    parameters.set("RegionId", region);
    cluster::admit(dts, context, &call.caller.account, &parameters, taken)?;
    authorize(context, call)?;
    let passwords = take_passwords(&mut parameters);
    let job = if existing {
        let mut job = find::by_id(dts, context, call, &target)?;
        reconfigure(&mut job, parameters, modes, passwords, context.now);
        job.id.clone()
    } else {
        let job = new_job(context, call, kind, parameters, modes, passwords);
        let id = job.id.clone();
        dts.jobs.insert(job);
        id
    };
    if let Some(mut job) = dts.jobs.get_mut(&job) {
        job.rehearsed = rehearsal::is_rehearsed(context, &job);
    }
    let configured = find::seen_by_id(dts, context, call, &job)?;
    let instance = configured.instance_id();
    let starts = purchased_before
        && purchased_before_configure::starts_automatically(configured)
        && two_way::may_start(dts, configured).is_ok();
    if starts {
        precheck::start(dts, context, &job, ReportMode::Precheck)?;
    }
    Ok(fields(json!({"DtsInstanceId": instance, "DtsJobId": job})))
}

/// A password that is not sent again is kept.
fn reconfigure(job: &mut Job, mut parameters: Parameters, modes: Modes, passwords: Passwords, now: Timestamp) {
    parameters.remove("DtsJobId");
    parameters.remove("DtsInstanceId");
    job.name = parameters.get("DtsJobName").unwrap_or_default().to_owned();
    job.parameters = parameters;
    job.modes = modes;
    job.machine = StateMachine::new(now);
    job.precheck = Precheck::default();
    job.source_version = None;
    for (side, password) in Side::BOTH.into_iter().zip(passwords) {
        if let Some(password) = password {
            job.set_password(side, password);
        }
    }
}

/// Why the call is refused for its parameters alone.
pub(crate) fn configure_refusal(parameters: &Parameters) -> Option<String> {
    validate(parameters).err().map(|refusal| format!("{refusal:?}"))
}

fn validate(parameters: &Parameters) -> Result<(JobKind, Modes), Refusal> {
    parameters.required("DtsJobName")?;
    let kind = match parameters.required("JobType")? {
        "MIGRATION" => JobKind::Migration,
        "SYNC" => JobKind::Synchronization,
        kind @ "CHECK" => return Err(not_emulated(kind)),
        _ => return Err(Refusal::invalid_for_dts("JobType")),
    };
    let mode = |name: &str| parameters.flag(name)?.ok_or_else(|| Refusal::missing(name));
    let modes = Modes {
        schema: mode("StructureInitialization")?,
        full: mode("DataInitialization")?,
        incremental: mode("DataSynchronization")?,
    };
    if !(modes.schema || modes.full || modes.incremental) {
        return Err(Refusal::gateway(403, "MissingMigrationMode", "You must specify the parameter MigrationMode"));
    }
    if kind == JobKind::Synchronization && !modes.incremental {
        return Err(Refusal::wrong_for_dts("DataSynchronization", "a synchronization has an incremental phase"));
    }
    options::check(parameters, kind, modes)?;
    for side in Side::BOTH {
        parameters.required(&side.parameter("InstanceType"))?;
        sides::check(parameters, side).map_err(|flaw| flaw.refusal(|field| side.parameter(field)))?;
    }
    objects(parameters)?;
    Ok((kind, modes))
}

/// A list that is too long for the call is in a file that the emulator cannot read.
fn objects(parameters: &Parameters) -> Result<(), Refusal> {
    if parameters.get("FileOssUrl").is_some() && parameters.get("DbList").is_none() {
        return Ok(());
    }
    let objects = Objects::parse(parameters.required("DbList")?);
    let objects = objects.map_err(|why| Refusal::wrong_for_dts("DbList", &why))?;
    if objects.0.is_empty() { Err(Refusal::wrong_for_dts("DbList", "it is empty")) } else { Ok(()) }
}

/// Refuses with the cross-account error, unless the options say that the precheck reports such errors.
fn authorize(context: CallContext<'_>, call: &Call) -> Result<(), Refusal> {
    if context.options.report_cross_account == ReportMode::Precheck {
        return Ok(());
    }
    for side in Side::BOTH {
        let endpoint = Endpoint::new(&call.parameters, side);
        cross_account::account_of(context, &call.caller.account, endpoint)
            .map_err(|failure| Refusal::business(403, failure.code, failure.message))?;
    }
    Ok(())
}
