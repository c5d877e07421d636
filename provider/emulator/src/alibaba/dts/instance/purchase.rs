//! CreateDtsInstance and TransferInstanceClass.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Topology;
use crate::alibaba::dts::job::{Job, JobKind, Operation, Purchase, Status, check, find};
use crate::alibaba::dts::{Dts, cluster, precheck};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};
use crate::alibaba::ids;
use crate::alibaba::options::ReportMode;

use super::{order, purchased_before_configure, two_way};

/// Purchases an instance: for a configured job, or for one that is configured later.
pub(crate) fn create_instance(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    if call.parameters.get("Type").is_some_and(|kind| JobKind::named(kind).is_none() && !is_tracking(kind)) {
        return Err(Refusal::invalid_for_dts("Type"));
    }
    match call.parameters.get("JobId") {
        Some(id) => for_job(dts, context, call, id),
        None => purchased_before_configure::buy(dts, context, call),
    }
}

/// The third type of a purchase: change tracking.
fn is_tracking(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("SUBSCRIBE")
}

/// Purchases an instance for a configured job, and starts the job when the call says so. Kind, regions and engines are
/// those of the job; what the call says about them has no effect.
fn for_job(dts: &mut Dts, context: CallContext<'_>, call: &Call, id: &str) -> Outcome {
    let parameters = &call.parameters;
    let auto_start = parameters.flag("AutoStart")?.unwrap_or(false);
    let wanted = parameters.number("Du", 1..=100)?;
    let job = find::by_id(dts, context, call, id)?;
    if job.purchase.is_some() {
        let message = format!("The job {id} already has an instance.");
        return Err(Refusal::business(400, "DTS.Msg.LXCreateOrderError", message));
    }
    check(job.status(), Operation::Purchase)?;
    let (kind, direction) = (job.kind, topology(&job, parameters)?);
    let (class, pay_type) = order::check(parameters, kind)?;
    if kind == JobKind::Synchronization {
        order::check_border(context, &call.caller.account, &job.parameters)?;
    }
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
    job.purchase = Some(Purchase { class: class.to_owned(), pay_type: pay_type.to_owned(), du });
    if direction == Topology::TwoWay && !context.accounts.alibaba_switches().configured_first_stays_one_way {
        two_way::add_reverse(dts, id, context.now);
    }
    if auto_start {
        start(dts, context, call, id, passed)?;
    }
    Ok(fields(json!({"InstanceId": ids::instance_id(id), "JobId": id})))
}

/// The topology of a purchase for a configured job. It must be that of the settings of the job.
fn topology(job: &Job, parameters: &Parameters) -> Result<Topology, Refusal> {
    if !job.is_synchronization() {
        return Ok(Topology::OneWay);
    }
    let ordered = two_way::ordered(parameters)?;
    if Topology::of(&job.parameters).is_some_and(|configured| configured != ordered) {
        return Err(Refusal::wrong_for_dts("SyncArchitecture", "Reserve.syncArchitecture of the job differs"));
    }
    if ordered == Topology::TwoWay {
        two_way::check_order(&job.parameters)?;
        two_way::check_sides(&job.parameters)?;
    }
    Ok(ordered)
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
    let no_upgrade = |why: &str| Refusal::gateway(403, "NoPermission", format!("The class can only be raised: {why}."));
    if parameters.required("OrderType")? != "UPGRADE" {
        return Err(no_upgrade("OrderType is not UPGRADE"));
    }
    let mut job = find::by_id(dts, context, call, id)?;
    check(job.status(), Operation::TransferClass)?;
    let classes = job.kind.classes();
    let rank = |class: &str| classes.iter().position(|known| *known == class);
    let Some(purchase) = job.purchase.clone() else {
        let message = format!("The job {id} has no instance.");
        return Err(Refusal::business(403, "DTS.Msg.OperationDenied.NotPurchased", message));
    };
    if rank(class).is_none() {
        return Err(Refusal::invalid_for_dts("InstanceClass"));
    }
    if rank(class) <= rank(&purchase.class) {
        return Err(no_upgrade(&format!("it is {}", purchase.class)));
    }
    let (instance, partner) = (job.instance_id(), job.partner.clone());
    let purchase = Purchase { class: class.to_owned(), ..purchase };
    job.purchase = Some(purchase.clone());
    job.machine.upgrade(context.now);
    job.advance(context.moment());
    // The class belongs to the instance.
    if let Some(mut partner) = partner.and_then(|id| dts.jobs.get_mut(&id)) {
        partner.purchase = Some(purchase);
    }
    Ok(fields(json!({
        "InstanceId": instance, "DtsJobId": id, "ChargeType": "POSTPAY", "EndTime": "",
    })))
}
