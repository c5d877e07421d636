//! CreateDtsInstance and TransferInstanceClass.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::job::{Operation, Purchase, Status, check, find};
use crate::alibaba::dts::{Dts, cluster, precheck};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};
use crate::alibaba::ids;
use crate::alibaba::options::ReportMode;

use super::purchased_before_configure;

/// Classes of migration instances, the smallest first.
const CLASSES: [&str; 5] = ["small", "medium", "large", "xlarge", "xxlarge"];

/// The default class; a choice of the emulator.
const DEFAULT_CLASS: &str = "medium";

/// Purchases an instance: for a configured job, or for one that is configured later.
pub(crate) fn create_instance(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let class = order(&call.parameters)?;
    match call.parameters.get("JobId") {
        Some(id) => for_job(dts, context, call, id, class),
        None => purchased_before_configure::order(dts, context, call, class),
    }
}

/// Purchases an instance for a configured job, and starts the job when the call says so. Kind, regions and engines are
/// those of the job; what the call says about them has no effect.
fn for_job(dts: &mut Dts, context: CallContext<'_>, call: &Call, id: &str, class: &str) -> Outcome {
    let parameters = &call.parameters;
    let auto_start = parameters.flag("AutoStart")?.unwrap_or(false);
    let wanted = parameters.number("Du", 1..=100)?;
    let job = find::by_id(dts, context, call, id)?;
    if job.purchase.is_some() {
        let message = format!("The job {id} already has an instance.");
        return Err(Refusal::business(400, "DTS.Msg.LXCreateOrderError", message));
    }
    check(job.status(), Operation::Purchase)?;
    let passed = job.status() == Status::PreCheckPass;
    let cluster = job.parameters.get("DedicatedClusterId").map(str::to_owned);
    let du = match (&cluster, wanted) {
        (None, Some(_)) => return Err(Refusal::wrong_for_dts("Du", "the job is not on a dedicated cluster")),
        (None, None) => None,
        (Some(cluster), wanted) => {
            let units = wanted.unwrap_or(1);
            cluster::enough_for(dts, context, &call.caller.account, cluster, id, units)?;
            Some(units)
        }
    };
    let mut job = find::by_id(dts, context, call, id)?;
    if let Some(group) = parameters.get("ResourceGroupId") {
        job.parameters.set("ResourceGroupId", group);
    }
    job.purchase = Some(Purchase { class: class.to_owned(), pay_type: "PostPaid".to_owned(), du });
    if auto_start {
        start(dts, context, call, id, passed)?;
    }
    Ok(fields(json!({"InstanceId": ids::instance_id(id), "JobId": id})))
}

/// Checks an order for a migration; returns the class.
fn order(parameters: &Parameters) -> Result<&str, Refusal> {
    // Migration is pay-as-you-go only.
    match parameters.required("PayType")? {
        "PostPaid" => {}
        _ => return Err(Refusal::invalid_for_dts("PayType")),
    }
    if parameters.get("Type").is_some_and(|kind| !["MIGRATION", "SYNC", "SUBSCRIBE"].contains(&kind)) {
        return Err(Refusal::invalid_for_dts("Type"));
    }
    if parameters.number("Quantity", 1..=100)?.is_some_and(|quantity| quantity != 1) {
        return Err(Refusal::wrong_for_dts("Quantity", "a job has one instance"));
    }
    match (parameters.get("RegionId"), parameters.get("DtsRegion")) {
        (Some(here), Some(there)) if here != there => {
            return Err(Refusal::wrong_for_dts("DtsRegion", "it must be RegionId"));
        }
        _ => {}
    }
    let class = parameters.get("InstanceClass").unwrap_or(DEFAULT_CLASS);
    if CLASSES.contains(&class) {
        return Ok(class);
    }
    let message = format!("There is no price for a migration instance of class {class}.");
    Err(Refusal::business(400, "DTS.Msg.LXCreateOrder.NotFoundPricePlan", message))
}

/// After a passed precheck the job runs; otherwise the precheck starts. The purchase is not reversed, so that only the
/// precheck can report a broken cross-account authorization.
fn start(dts: &mut Dts, context: CallContext<'_>, call: &Call, id: &str, passed: bool) -> Result<(), Refusal> {
    if !passed {
        return precheck::start(dts, context, id, ReportMode::Precheck);
    }
    let mut job = find::by_id(dts, context, call, id)?;
    job.machine.run(context.now);
    job.advance(context.moment());
    Ok(())
}

/// Upgrades the class; the status of the job is `Upgrade` for a time.
pub(crate) fn transfer_class(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let id = parameters.required("DtsJobId")?;
    let class = parameters.required("InstanceClass")?;
    if parameters.required("OrderType")? != "UPGRADE" {
        return Err(Refusal::invalid_for_dts("OrderType"));
    }
    let mut job = find::by_id(dts, context, call, id)?;
    check(job.status(), Operation::TransferClass)?;
    let rank = |class: &str| CLASSES.iter().position(|known| *known == class);
    let Some(purchase) = job.purchase.clone() else {
        let message = format!("The job {id} has no instance.");
        return Err(Refusal::business(403, "DTS.Msg.OperationDenied.NotPurchased", message));
    };
    if rank(class).is_none() || rank(class) <= rank(&purchase.class) {
        return Err(Refusal::invalid_for_dts("InstanceClass"));
    }
    job.purchase = Some(Purchase { class: class.to_owned(), ..purchase });
    job.machine.upgrade(context.now);
    job.advance(context.moment());
    Ok(fields(json!({
        "InstanceId": ids::instance_id(id), "DtsJobId": id, "ChargeType": "POSTPAY", "EndTime": "",
    })))
}
