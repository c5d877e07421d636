//! ModifyDtsJobName, ModifyDtsJobPassword, ModifyDynamicConfig, ModifyDtsJob.

use serde_json::{Map, Value, json};

use crate::answer::{Fields, Outcome, Refusal, fields};
use crate::emulation::Emulation;
use crate::exchange::Call;
use crate::secret::Secret;

use super::endpoint::Side;
use super::find;
use super::job::Job;
use super::objects::Objects;
use super::permitted::{Operation, check};
use super::reserve;

/// Limits ModifyDynamicConfig knows; the first only for full migration.
const LIMITS: [&str; 3] =
    ["dts.datamove.blaster.qps.max", "dts.datamove.source.rps.max", "dts.datamove.source.bps.max"];

pub(super) fn name(emulation: &mut Emulation, call: &Call) -> Outcome {
    let id = call.parameters.required("DtsJobId")?;
    let name = call.parameters.required("DtsJobName")?;
    let job = find::by_id(emulation, call, id)?;
    check(job.life.status(), Operation::ModifyName)?;
    job.name = name.to_owned();
    job.parameters.set("DtsJobName", name);
    Ok(Fields::new())
}

/// Gives the job another login; the new password must differ.
pub(super) fn password(emulation: &mut Emulation, call: &Call) -> Outcome {
    let side = side(call)?;
    let password = Secret::new(call.parameters.required("Password")?);
    let user = call.parameters.get("UserName");
    let job = find::job(emulation, call)?;
    check(job.life.status(), Operation::ModifyPassword)?;
    if job.password(side) == Some(&password) {
        return Err(Refusal::invalid_for_dts("Password"));
    }
    job.set_password(side, password);
    if let Some(user) = user {
        job.parameters.set(&side.parameter("UserName"), user);
    }
    Ok(Fields::new())
}

/// Throttling of the full (`03`) or the incremental (`04`) phase.
pub(super) fn dynamic_config(emulation: &mut Emulation, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let (setting, known) = match parameters.required("JobCode")? {
        "03" => ("fullDynamicConfig", &LIMITS[..]),
        "04" => ("incDynamicConfig", &LIMITS[1..]),
        _ => return Err(Refusal::invalid_for_dts("JobCode")),
    };
    let enabled = parameters.flag("EnableLimit")?;
    if setting == "fullDynamicConfig" && enabled.is_none() {
        return Err(Refusal::missing("EnableLimit"));
    }
    let limits = reserve::parse(parameters.get("ConfigList").unwrap_or("{}"));
    let limits = limits.map_err(|_| Refusal::invalid_for_dts("ConfigList"))?;
    if limits.keys().any(|key| !known.contains(&key.as_str())) {
        return Err(Refusal::invalid_for_dts("ConfigList"));
    }
    let job = find::job(emulation, call)?;
    check(job.life.status(), Operation::ModifyRunning)?;
    let value = if enabled == Some(false) { Value::Null } else { Value::Object(limits) };
    merge(job, Map::from_iter([(setting.to_owned(), value)]));
    Ok(Fields::new())
}

/// Replaces the objects and merges reserved settings; with `UPDATE_RESERVED` the latter only.
pub(super) fn reserved(emulation: &mut Emulation, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    parameters.required("DtsInstanceId")?;
    let only_reserved = parameters.get("ModifyTypeEnum") == Some("UPDATE_RESERVED");
    let settings = parameters.get("Reserved").map(reserve::parse).transpose();
    let settings = settings.map_err(|_| Refusal::invalid_for_dts("Reserved"))?;
    let objects = parameters.get("DbList").filter(|_| !only_reserved);
    if objects.is_some_and(|text| Objects::parse(text).is_err()) {
        return Err(Refusal::invalid_for_dts("DbList"));
    }
    let job = find::job(emulation, call)?;
    check(job.life.status(), Operation::ModifyRunning)?;
    if let Some(objects) = objects {
        job.parameters.set("DbList", objects);
    }
    merge(job, settings.unwrap_or_default());
    Ok(fields(json!({"DtsJobId": job.id, "Status": job.life.status().name()})))
}

/// Merges settings into the job's; a null takes one away.
fn merge(job: &mut Job, settings: Map<String, Value>) {
    let mut merged = reserve::of(job);
    merged.extend(settings);
    merged.retain(|_, value| !value.is_null());
    job.parameters.set("Reserve", Value::Object(merged).to_string());
}

/// The side a call is about.
pub(super) fn side(call: &Call) -> Result<Side, Refusal> {
    Side::named(call.parameters.required("Endpoint")?).ok_or_else(|| Refusal::invalid_for_dts("Endpoint"))
}
