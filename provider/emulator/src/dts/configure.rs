//! ConfigureDtsJob.

use std::collections::BTreeMap;

use serde_json::json;

use crate::answer::{Outcome, Refusal, fields};
use crate::emulation::Emulation;
use crate::exchange::Call;
use crate::ids;
use crate::options::ReportMode;
use crate::request::Parameters;
use crate::secret::Secret;
use crate::secret::is_secret_name as is_secret;

use super::cross_account;
use super::endpoint::{Endpoint, KINDS, Side};
use super::find;
use super::job::{Job, Modes};
use super::life::Life;
use super::objects::Objects;
use super::permitted::{Operation, check};
use super::precheck::Precheck;
use super::reserve;

/// Largest object list, in bytes.
const OBJECTS_LIMIT: usize = 1024 * 1024;

/// Makes a job, or configures one anew that has not started. It never looks whether an equal job exists.
pub(super) fn configure(emulation: &mut Emulation, call: &Call) -> Outcome {
    let region = call.parameters.get("RegionId").unwrap_or("cn-hangzhou").to_owned();
    let existing = ["DtsJobId", "DtsInstanceId"].iter().any(|name| call.parameters.get(name).is_some());
    if existing {
        let job = find::job(emulation, call)?;
        check(job.life.status(), Operation::Configure)?;
    } else {
        find::permit(emulation, call, &region, "*")?;
    }
    let modes = validate(&call.parameters)?;
    authorize(emulation, call)?;
    let mut parameters = call.parameters.clone();
    parameters.set("RegionId", region);
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
    Ok(fields(json!({"DtsInstanceId": ids::instance_id(&job), "DtsJobId": job})))
}

/// Source and destination password.
type Passwords = [Option<Secret>; 2];

fn take_passwords(parameters: &mut Parameters) -> Passwords {
    let passwords = Side::BOTH.map(|side| parameters.remove(&side.parameter("Password")).map(Secret::new));
    let secrets: Vec<String> =
        parameters.iter().map(|(name, _)| name.to_owned()).filter(|name| is_secret(name)).collect();
    for name in secrets {
        parameters.remove(&name);
    }
    passwords
}

fn new_job(emulation: &Emulation, call: &Call, parameters: Parameters, modes: Modes, passwords: Passwords) -> Job {
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
        purchase: None,
        tags: BTreeMap::new(),
        error_message: String::new(),
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
    let [source, destination] = passwords;
    job.source_password = source.or(job.source_password.take());
    job.destination_password = destination.or(job.destination_password.take());
}

fn validate(parameters: &Parameters) -> Result<Modes, Refusal> {
    parameters.required("DtsJobName")?;
    match parameters.required("JobType")? {
        "MIGRATION" => {}
        "SYNC" | "CHECK" => {
            let message = "This emulator knows jobs of type MIGRATION only.";
            return Err(Refusal::business(400, "UnSupportedTaskType", message));
        }
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
    for side in Side::BOTH {
        validate_side(parameters, side)?;
    }
    let objects = parameters.required("DbList")?;
    if objects.len() > OBJECTS_LIMIT || Objects::parse(objects).map_or(true, |objects| objects.0.is_empty()) {
        return Err(Refusal::invalid_for_dts("DbList"));
    }
    if parameters.get("Reserve").is_some_and(|text| reserve::parse(text).is_err()) {
        return Err(Refusal::invalid_for_dts("Reserve"));
    }
    Ok(modes)
}

fn validate_side(parameters: &Parameters, side: Side) -> Result<(), Refusal> {
    let name = side.parameter("InstanceType");
    if !KINDS.contains(&parameters.required(&name)?) {
        return Err(Refusal::invalid_for_dts(&name));
    }
    let endpoint = Endpoint::new(parameters, side);
    let must = |field: &str| {
        if endpoint.field(field).is_empty() { Err(Refusal::invalid_for_dts(&side.parameter(field))) } else { Ok(()) }
    };
    if !endpoint.is_self_managed() {
        must("InstanceID")?;
        must("Region")?;
    } else if endpoint.kind() != "ECS" {
        must("IP")?;
        must("Port")?;
    }
    // Owner and role belong together, and the public internet has no owner.
    let owner = !endpoint.field("OwnerID").is_empty();
    let role = !endpoint.field("Role").is_empty();
    match (owner, role) {
        (true, false) => Err(Refusal::invalid_for_dts(&side.parameter("Role"))),
        (false, true) => Err(Refusal::invalid_for_dts(&side.parameter("OwnerID"))),
        (true, true) if endpoint.kind() == "OTHER" => Err(Refusal::invalid_for_dts(&side.parameter("OwnerID"))),
        _ => Ok(()),
    }
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
