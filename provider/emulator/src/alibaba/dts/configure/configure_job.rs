//! ConfigureDtsJob.

use std::collections::BTreeMap;

use serde_json::json;

use crate::alibaba::gateway::Call;
use crate::alibaba::gateway::Parameters;
use crate::alibaba::gateway::{Outcome, Refusal, fields};
use crate::alibaba::ids;
use crate::core::emulation::Emulation;
use crate::core::secret::Secret;
use crate::core::secret::is_secret_name as is_secret;
use crate::options::ReportMode;

use super::options;
use super::sides;
use crate::alibaba::dts::cluster;
use crate::alibaba::dts::configuration::Objects;
use crate::alibaba::dts::configuration::{Endpoint, Side};
use crate::alibaba::dts::instance::purchased_before_configure;
use crate::alibaba::dts::job::Precheck;
use crate::alibaba::dts::job::Status;
use crate::alibaba::dts::job::find;
use crate::alibaba::dts::job::{Job, Modes};
use crate::alibaba::dts::job::{Operation, check};
use crate::alibaba::dts::precheck;
use crate::alibaba::dts::reach::cross_account;
use crate::jobs::Life;

/// Makes a job, or configures one anew that has not started. It never looks whether an equal job exists.
pub(crate) fn configure(emulation: &mut Emulation, call: &Call) -> Outcome {
    let region = call.parameters.get("RegionId").unwrap_or("cn-hangzhou").to_owned();
    let existing = ["DtsJobId", "DtsInstanceId"].iter().any(|name| call.parameters.get(name).is_some());
    let (mut taken, mut bought_first) = (None, false);
    if existing {
        let job = find::job(emulation, call)?;
        check(job.life.status(), Operation::Configure)?;
        purchased_before_configure::agrees(job, &call.parameters)?;
        bought_first = job.life.status() == Status::NotConfigured;
        taken = job.purchase.as_ref().map(|purchase| (job.id.clone(), purchase.du.unwrap_or(1)));
    } else {
        find::permit(emulation, call, &region, "*")?;
    }
    let modes = validate(&call.parameters)?;
    let mut parameters = call.parameters.clone();
    parameters.set("RegionId", region);
    cluster::admit(emulation, &call.caller.account, &parameters, taken)?;
    authorize(emulation, call)?;
    let passwords = take_passwords(&mut parameters);
    let job = if existing {
        let job = find::job(emulation, call)?;
        reconfigure(job, parameters, modes, passwords);
        job.id.clone()
    } else {
        let job = new_job(emulation, call, parameters, modes, passwords);
        let id = job.id.clone();
        emulation.jobs.insert(job);
        id
    };
    if bought_first && emulation.jobs.get(&job).is_some_and(purchased_before_configure::goes_on) {
        precheck::start(emulation, &job, ReportMode::Precheck)?;
    }
    Ok(fields(json!({"DtsInstanceId": ids::instance_id(&job), "DtsJobId": job})))
}

/// Source and destination password.
pub(crate) type Passwords = [Option<Secret>; 2];

pub(crate) fn take_passwords(parameters: &mut Parameters) -> Passwords {
    let passwords = Side::BOTH.map(|side| parameters.remove(&side.parameter("Password")).map(Secret::new));
    let secrets: Vec<String> =
        parameters.iter().map(|(name, _)| name.to_owned()).filter(|name| is_secret(name)).collect();
    for name in secrets {
        parameters.remove(&name);
    }
    passwords
}

pub(crate) fn new_job(
    emulation: &Emulation,
    call: &Call,
    parameters: Parameters,
    modes: Modes,
    passwords: Passwords,
) -> Job {
    let [source_password, destination_password] = passwords;
    Job {
        id: ids::job_id(),
        account: call.caller.account.clone(),
        name: parameters.get("DtsJobName").unwrap_or_default().to_owned(),
        created: emulation.now(),
        booted: None,
        finished: None,
        parameters,
        source_password,
        destination_password,
        modes,
        life: Life::new(),
        precheck: Precheck::default(),
        skipped: Vec::new(),
        forced_items: BTreeMap::new(),
        source_version: None,
        module_settings: BTreeMap::new(),
        purchase: None,
        tags: BTreeMap::new(),
        error_message: String::new(),
        shown_status: None,
        released: false,
    }
}

/// A password that is not sent again stays.
fn reconfigure(job: &mut Job, mut parameters: Parameters, modes: Modes, passwords: Passwords) {
    parameters.remove("DtsJobId");
    parameters.remove("DtsInstanceId");
    job.name = parameters.get("DtsJobName").unwrap_or_default().to_owned();
    job.parameters = parameters;
    job.modes = modes;
    job.life = Life::new();
    job.precheck = Precheck::default();
    job.source_version = None;
    let [source, destination] = passwords;
    job.source_password = source.or(job.source_password.take());
    job.destination_password = destination.or(job.destination_password.take());
}

/// Jobs of the kinds the emulator does not have.
pub(crate) fn not_emulated(kind: &str) -> Refusal {
    let message =
        format!("Jobs of type {kind} are not emulated. The real cloud serves them; this emulator has MIGRATION only.");
    Refusal::business(400, "UnSupportedTaskType", message)
}

fn validate(parameters: &Parameters) -> Result<Modes, Refusal> {
    parameters.required("DtsJobName")?;
    match parameters.required("JobType")? {
        "MIGRATION" => {}
        kind @ ("SYNC" | "CHECK") => return Err(not_emulated(kind)),
        _ => return Err(Refusal::invalid_for_dts("JobType")),
    }
    let mode = |name: &str| parameters.flag(name)?.ok_or_else(|| Refusal::missing(name));
    let modes = Modes {
        schema: mode("StructureInitialization")?,
        full: mode("DataInitialization")?,
        incremental: mode("DataSynchronization")?,
    };
    if !(modes.schema || modes.full || modes.incremental) {
        return Err(Refusal::invalid_for_dts("DataInitialization"));
    }
    options::check(parameters, modes)?;
    for side in Side::BOTH {
        parameters.required(&side.parameter("InstanceType"))?;
        sides::check(parameters, side).map_err(|flaw| flaw.refusal(|field| side.parameter(field)))?;
    }
    objects(parameters)?;
    Ok(modes)
}

/// A list too long for the call lies elsewhere, out of the emulator's sight.
fn objects(parameters: &Parameters) -> Result<(), Refusal> {
    if parameters.get("FileOssUrl").is_some() && parameters.get("DbList").is_none() {
        return Ok(());
    }
    let objects = Objects::parse(parameters.required("DbList")?);
    let objects = objects.map_err(|why| Refusal::wrong_for_dts("DbList", &why))?;
    if objects.0.is_empty() { Err(Refusal::wrong_for_dts("DbList", "it is empty")) } else { Ok(()) }
}

/// Refuses with the cross-account error, unless such errors are to show in the precheck.
fn authorize(emulation: &Emulation, call: &Call) -> Result<(), Refusal> {
    if emulation.options.report_cross_account == ReportMode::Precheck {
        return Ok(());
    }
    for side in Side::BOTH {
        let endpoint = Endpoint::new(&call.parameters, side);
        cross_account::account_of(emulation, &call.caller.account, endpoint)
            .map_err(|failure| Refusal::business(403, failure.code, failure.message))?;
    }
    Ok(())
}
