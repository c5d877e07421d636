//! Purchase before configuration: CreateDtsInstance without a job ID, and the checks of ConfigureDtsJob after it.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Modes, Side, Topology, reserve, text};
use crate::alibaba::dts::job::{Job, JobKind, Passwords, Purchase, Status, find, new_job, not_emulated};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};
use crate::alibaba::ids;

use super::{order, two_way};

/// What an order names of each side, and the parameter of ConfigureDtsJob that must be the same.
const ORDERED: [(Side, &str, &str); 4] = [
    (Side::Source, "SourceRegion", "Region"),
    (Side::Destination, "DestinationRegion", "Region"),
    (Side::Source, "SourceEndpointEngineName", "EngineName"),
    (Side::Destination, "DestinationEndpointEngineName", "EngineName"),
];

/// Purchases an instance without a configuration: the job exists immediately, and is not configured.
pub(crate) fn buy(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let region = parameters.get("RegionId").or(parameters.get("DtsRegion")).unwrap_or("cn-hangzhou").to_owned();
    find::permit(context, call, &region, "*")?;
    let kind = parameters.required("Type")?;
    let kind = JobKind::named(kind).ok_or_else(|| not_emulated(kind))?;
    let (class, pay_type) = order::check(parameters, kind)?;
    // With it the job starts after its configuration, which it does anyway.
    parameters.flag("AutoStart")?;
    // Units have no effect: a job on a dedicated cluster is configured before the purchase.
    parameters.number("Du", 1..=100)?;
    let mut purchased = Parameters::default();
    purchased.set("RegionId", region);
    if let Some(group) = parameters.get("ResourceGroupId") {
        purchased.set("ResourceGroupId", group);
    }
    for (side, name, field) in ORDERED {
        let value = parameters.required(name)?;
        if field == "EngineName" && !side.takes_engine(as_configured(value)) {
            return Err(Refusal::wrong_for_dts(name, "the engine is not valid for this side"));
        }
        purchased.set(&side.parameter(field), as_configured(value));
    }
    let is_two_way = kind == JobKind::Synchronization && two_way::ordered(parameters)? == Topology::TwoWay;
    if is_two_way {
        two_way::check_order(&purchased)?;
    }
    if kind == JobKind::Synchronization {
        order::check_border(context, &call.caller.account, &purchased)?;
    }
    let modes = Modes { schema: false, full: false, incremental: false };
    let mut job = new_job(context, call, kind, purchased, modes, Passwords::default());
    job.machine.force(Status::NotConfigured.state(), context.now);
    // The name of a job before its first configuration is not documented.
    job.name = ids::instance_id(&job.id);
    job.purchase = Some(Purchase { class: class.to_owned(), pay_type: pay_type.to_owned(), du: None });
    let id = job.id.clone();
    dts.jobs.insert(job);
    if is_two_way {
        two_way::add_reverse(dts, &id, context.now);
    }
    Ok(fields(json!({"InstanceId": ids::instance_id(&id), "JobId": id})))
}

/// CreateDtsInstance and ConfigureDtsJob spell one engine differently.
fn as_configured(engine: &str) -> &str {
    if engine.eq_ignore_ascii_case("DRDS") { "POLARDBX10" } else { engine }
}

/// Refuses a configuration that differs from the purchased instance. Alibaba Cloud does not document this check; it is
/// a choice of the emulator.
pub(crate) fn agrees(job: &Job, parameters: &Parameters) -> Result<(), Refusal> {
    if job.status() != Status::NotConfigured {
        return Ok(());
    }
    if parameters.get("DedicatedClusterId").is_some() {
        return Err(Refusal::wrong_for_dts(
            "DedicatedClusterId",
            "a job on a dedicated cluster is configured before the purchase",
        ));
    }
    for (side, _, field) in ORDERED {
        let name = side.parameter(field);
        let default = if field == "EngineName" { Some("MYSQL") } else { None };
        let (Some(given), Some(purchased)) = (parameters.get(&name).or(default), job.parameters.get(&name)) else {
            continue;
        };
        if !given.eq_ignore_ascii_case(purchased) {
            return Err(Refusal::wrong_for_dts(&name, &format!("the instance was purchased for {purchased}")));
        }
    }
    Ok(())
}

/// Whether a job that was purchased first starts automatically after it is configured. Its settings can turn this off.
pub(crate) fn starts_automatically(job: &Job) -> bool {
    text(&reserve::of(&job.parameters), "autoStartModulesAfterConfig").is_none_or(|word| word != "none")
}
