//! ModifyDtsJobEndpoint: a job gets another instance.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{KINDS, Side};
use crate::alibaba::dts::configure::sides;
use crate::alibaba::dts::job::{Job, Operation, check, find};
use crate::alibaba::dts::reach::{Unreachable, reach};
use crate::alibaba::dts::{Dts, cluster};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal};
use crate::core::secret::Secret;

use super::job::side;

/// Instance types of this call; `distributed_mongodb` is for sources only.
const TYPES: [(&str, &str); 9] = [
    ("rds", "RDS"),
    ("polardb", "PolarDB"),
    ("mongodb", "MONGODB"),
    ("distributed_mongodb", "MONGODB"),
    ("greenplum", "GREENPLUM"),
    ("kafka", "KAFKA"),
    ("ecs", "ECS"),
    ("express", "EXPRESS"),
    ("other", "OTHER"),
];

/// Parameters of this call, and the field of ConfigureDtsJob that each of them changes.
const FIELDS: [(&str, &str); 7] = [
    ("EndpointInstanceId", "InstanceID"),
    ("EndpointRegionId", "Region"),
    ("EndpointIp", "IP"),
    ("EndpointPort", "Port"),
    ("Database", "DatabaseName"),
    ("AliyunUid", "OwnerID"),
    ("RoleName", "Role"),
];

pub(crate) fn modify_endpoint(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let side = side(call)?;
    let kind = instance_type(call.parameters.required("EndpointInstanceType")?, side)?;
    let dry_run = call.parameters.flag("DryRun")?.unwrap_or(false);
    let with_login = call.parameters.flag("ModifyAccount")?.unwrap_or(false);
    let job = find::job(dts, context, call)?;
    check(job.status(), Operation::ModifyRunning)?;
    if job.rehearsed {
        return Err(Refusal::business(
            403,
            "OperationDenied",
            "a rehearsal cannot change an endpoint of a running job",
        ));
    }
    let mut changed = job.clone();
    change(&mut changed, call, side, kind, with_login);
    sides::check(&changed.parameters, side).map_err(|flaw| flaw.refusal(|field| own_name(field, kind)))?;
    let cluster = changed.parameters.get("DedicatedClusterId");
    let region = changed.side(side).field("Region");
    if cluster.is_some_and(|id| !cluster::reaches(context, &changed.account, id, region)) {
        let why = "the job's dedicated cluster is in another region";
        return Err(Refusal::wrong_for_dts("EndpointRegionId", why));
    }
    test(context, &changed, side)?;
    if !dry_run {
        let id = changed.id.clone();
        *find::by_id(dts, context, call, &id)? = changed;
    }
    Ok(Fields::new())
}

/// The dry run that DTS makes before each change of an endpoint (DTS SDK, ModifyDtsJobEndpoint: "DryRun"): the database must be
/// there, and DTS must be able to log in. It is not documented with which error code DTS reports that.
fn test(context: CallContext<'_>, job: &Job, side: Side) -> Result<(), Refusal> {
    match reach(context, job, side) {
        Ok(_) => Ok(()),
        Err(Unreachable { failure: Some(failure), .. }) => Err(Refusal::business(403, failure.code, failure.message)),
        Err(Unreachable { found, .. }) => Err(Refusal::business(403, "DTS.Msg.InvalidEndpoint", found)),
    }
}

/// This call's parameter for a field of ConfigureDtsJob.
fn own_name(field: &str, kind: &str) -> String {
    match FIELDS.iter().find(|(_, known)| *known == field) {
        Some((_, "InstanceID")) if kind == "EXPRESS" => "EndpointVpcId".to_owned(),
        Some((own, _)) => (*own).to_owned(),
        None => format!("Endpoint{field}"),
    }
}

fn instance_type(given: &str, side: Side) -> Result<&'static str, Refusal> {
    let wrong = || Refusal::invalid_for_dts("EndpointInstanceType");
    let (name, kind) = TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(given)).ok_or_else(wrong)?;
    let source_only = *name == "distributed_mongodb" && side == Side::Destination;
    KINDS.iter().find(|known| *known == kind && !source_only).copied().ok_or_else(wrong)
}

fn change(job: &mut Job, call: &Call, side: Side, kind: &str, with_login: bool) {
    let parameters = &mut job.parameters;
    parameters.set(&side.parameter("InstanceType"), kind);
    for (from, to) in FIELDS {
        if let Some(value) = call.parameters.get(from) {
            parameters.set(&side.parameter(to), value);
        }
    }
    // ConfigureDtsJob names the VPC in the parameter of the instance.
    if let Some(vpc) = call.parameters.get("EndpointVpcId").filter(|_| kind == "EXPRESS") {
        parameters.set(&side.parameter("InstanceID"), vpc);
    }
    if let Some(user) = call.parameters.get("Username").filter(|_| with_login) {
        parameters.set(&side.parameter("UserName"), user);
    }
    if let Some(password) = call.parameters.get("Password").filter(|_| with_login) {
        job.set_password(side, Secret::new(password));
    }
}
