//! Buying first and configuring later: CreateDtsInstance without a job id, and what ConfigureDtsJob then goes by.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Modes, Side, reserve, text};
use crate::alibaba::dts::job::{Job, Passwords, Purchase, Status, find, new_job, not_emulated};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};
use crate::alibaba::ids;

/// What an order names of each side, and the parameter of ConfigureDtsJob that must agree.
const ORDERED: [(Side, &str, &str); 4] = [
    (Side::Source, "SourceRegion", "Region"),
    (Side::Destination, "DestinationRegion", "Region"),
    (Side::Source, "SourceEndpointEngineName", "EngineName"),
    (Side::Destination, "DestinationEndpointEngineName", "EngineName"),
];

/// An instance without a job's configuration: the job is there at once, and not configured.
pub(crate) fn order(dts: &mut Dts, context: CallContext<'_>, call: &Call, class: &str) -> Outcome {
    let parameters = &call.parameters;
    let region = parameters.get("RegionId").or(parameters.get("DtsRegion")).unwrap_or("cn-hangzhou").to_owned();
    find::permit(context, call, &region, "*")?;
    match parameters.required("Type")? {
        "MIGRATION" => {}
        other => return Err(not_emulated(other)),
    }
    if parameters.flag("AutoStart")? == Some(true) {
        return Err(Refusal::wrong_for_dts("AutoStart", "without JobId there is nothing to start"));
    }
    // A job on a dedicated cluster is configured first.
    if parameters.get("Du").is_some() {
        return Err(Refusal::wrong_for_dts("Du", "the job is on no dedicated cluster"));
    }
    let mut bought = Parameters::default();
    bought.set("RegionId", region);
    if let Some(group) = parameters.get("ResourceGroupId") {
        bought.set("ResourceGroupId", group);
    }
    for (side, name, field) in ORDERED {
        let value = parameters.required(name)?;
        if field == "EngineName" && !side.takes_engine(as_configured(value)) {
            return Err(Refusal::wrong_for_dts(name, "this side knows no such engine"));
        }
        bought.set(&side.parameter(field), as_configured(value));
    }
    let modes = Modes { schema: false, full: false, incremental: false };
    let mut job = new_job(context, call, bought, modes, Passwords::default());
    job.machine.force(Status::NotConfigured.state(), context.now);
    // Which name a job has before its first configuration is not documented.
    job.name = ids::instance_id(&job.id);
    job.purchase = Some(Purchase { class: class.to_owned(), pay_type: "PostPaid".to_owned(), du: None });
    let id = job.id.clone();
    dts.jobs.insert(job);
    Ok(fields(json!({"InstanceId": ids::instance_id(&id), "JobId": id})))
}

/// CreateDtsInstance spells one engine in a way ConfigureDtsJob does not.
fn as_configured(engine: &str) -> &str {
    if engine.eq_ignore_ascii_case("DRDS") { "POLARDBX10" } else { engine }
}

/// Refuses a configuration that differs from the purchased instance. Alibaba Cloud does not document this check; the
/// emulator chooses to make it.
pub(crate) fn agrees(job: &Job, parameters: &Parameters) -> Result<(), Refusal> {
    if job.status() != Status::NotConfigured {
        return Ok(());
    }
    if parameters.get("DedicatedClusterId").is_some() {
        return Err(Refusal::wrong_for_dts("DedicatedClusterId", "a job on a dedicated cluster is configured first"));
    }
    for (side, _, field) in ORDERED {
        let name = side.parameter(field);
        let default = if field == "EngineName" { Some("MYSQL") } else { None };
        let (Some(given), Some(bought)) = (parameters.get(&name).or(default), job.parameters.get(&name)) else {
            continue;
        };
        if !given.eq_ignore_ascii_case(bought) {
            return Err(Refusal::wrong_for_dts(&name, &format!("the instance was bought for {bought}")));
        }
    }
    Ok(())
}

/// Whether a job that was purchased first starts automatically after it is configured. Its settings can turn this off.
pub(crate) fn starts_automatically(job: &Job) -> bool {
    text(&reserve::of(&job.parameters), "autoStartModulesAfterConfig").is_none_or(|word| word != "none")
}
