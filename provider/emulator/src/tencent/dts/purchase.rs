//! CreateMigrationService: buying jobs.

use serde_json::json;

use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Call, Fields, Outcome, REGIONS, Refusal, fields};

use super::Dts;
use super::engines::Engine;
use super::find::permit;
use super::job::{Job, Link};

/// The classes of a new job, and the smallest to which one can be changed.
const CLASSES: [&str; 5] = ["small", "medium", "large", "xlarge", "2xlarge"];

/// Most jobs of one call.
const MOST: i64 = 15;

pub(super) fn create(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    permit(context, call, "*")?;
    let link = link(parameters, &call.region)?;
    let class = parameters.required("InstanceClass")?;
    if !CLASSES.contains(&class) {
        return Err(Refusal::value("InstanceClass", &format!("it must be one of {}", CLASSES.join(", "))));
    }
    let count = parameters.number_in("Count", 1..=MOST, 1)?;
    let name = job_name(parameters)?;
    let tags = parameters.pairs("Tags", "TagKey", "TagValue");
    let account = context.accounts.tencent(&call.caller.account);
    let is_free = account.is_some_and(|account| account.free_of_charge);
    if is_free && class != "medium" {
        return Err(Refusal::value("InstanceClass", "a job that is not billed has the class medium"));
    }
    if !is_free && account.is_none_or(|account| account.balance <= 0) {
        let message = "The balance of the account is not enough to buy the job.";
        return Err(Refusal::new("OperationDenied.NotEnoughMoneyError", message));
    }
    let mut ids = Vec::new();
    for _ in 0..count {
        dts.last += 1;
        let mut job = Job::new(&call.caller.account, dts.last, link.clone(), class, context.now);
        name.clone_into(&mut job.name);
        job.tags.clone_from(&tags);
        if is_free {
            job.trade.is_free();
        }
        ids.push(job.id.clone());
        dts.jobs.insert(job.id.clone(), job);
    }
    Ok(fields(json!({"JobIds": ids})))
}

/// The engines and regions, which cannot be changed later.
fn link(parameters: &Fields, region: &str) -> Result<Link, Refusal> {
    let engine = |name: &str| {
        let given = parameters.required(name)?;
        Engine::named(given).ok_or_else(|| Refusal::value(name, &format!("there is no database type {given}")))
    };
    let (source, destination) = (engine("SrcDatabaseType")?, engine("DstDatabaseType")?);
    if !source.migrates_to(destination) {
        let what = format!("{} cannot be migrated to {}", source.name, destination.name);
        return Err(Refusal::value("DstDatabaseType", &what));
    }
    let place = |name: &str| {
        let given = parameters.required(name)?;
        if REGIONS.contains(&given) {
            Ok(given)
        } else {
            Err(Refusal::value(name, &format!("there is no region {given}")))
        }
    };
    let (source_region, destination_region) = (place("SrcRegion")?, place("DstRegion")?);
    if destination_region != region {
        return Err(Refusal::value("DstRegion", &format!("it must be the region of the request, {region}")));
    }
    Ok(Link {
        source: source.name.to_owned(),
        destination: destination.name.to_owned(),
        source_region: source_region.to_owned(),
        destination_region: destination_region.to_owned(),
    })
}

/// A name; empty when none is given.
pub(super) fn job_name(parameters: &Fields) -> Result<&str, Refusal> {
    let name = parameters.text("JobName");
    if name.chars().count() > 128 {
        return Err(Refusal::value("JobName", "it must have at most 128 characters"));
    }
    Ok(name)
}
