//! ModifyDtsJobName, ModifyDtsJobPassword, ModifyDynamicConfig, ModifyDtsJobConfig, ModifyDtsJob.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Objects, Settings, Side, reserve, settings};
use crate::alibaba::dts::job::{Job, Operation, check, find};
use crate::alibaba::gateway::{Call, Fields, Outcome, Refusal, fields};
use crate::core::secret::Secret;

use super::objects;

/// The modules of ModifyDtsJobConfig.
const MODULES: [&str; 4] = ["03", "04", "07", "60"];

pub(crate) fn name(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("DtsJobId")?;
    let name = call.parameters.required("DtsJobName")?;
    let mut job = find::by_id(dts, context, call, id)?;
    check(job.status(), Operation::ModifyName)?;
    job.name = name.to_owned();
    job.parameters.set("DtsJobName", name);
    Ok(Fields::new())
}

/// Changes the database account of a side; the new password must be different.
pub(crate) fn password(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let side = side(call)?;
    let password = Secret::new(call.parameters.required("Password")?);
    let user = call.parameters.get("UserName");
    let mut job = find::job(dts, context, call)?;
    check(job.status(), Operation::ModifyPassword)?;
    if job.password(side) == Some(&password) {
        return Err(Refusal::invalid_for_dts("Password"));
    }
    job.set_password(side, password);
    if let Some(user) = user {
        job.parameters.set(&side.parameter("UserName"), user);
    }
    Ok(Fields::new())
}

/// Throttling of the full (`03`) or the incremental phase (`04` of a migration, `07` of a synchronization).
pub(crate) fn dynamic_config(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let (setting, full) = match parameters.required("JobCode")? {
        "03" => ("fullDynamicConfig", true),
        "04" | "07" => ("incDynamicConfig", false),
        _ => return Err(Refusal::invalid_for_dts("JobCode")),
    };
    let enabled = parameters.flag("EnableLimit")?;
    if full && enabled.is_none() {
        return Err(Refusal::missing("EnableLimit"));
    }
    let wrong = |why: String| Refusal::wrong_for_dts("ConfigList", &why);
    let limits = settings::parse(parameters.get("ConfigList").unwrap_or("{}")).map_err(wrong)?;
    reserve::check_limits(&limits, full).map_err(wrong)?;
    let mut job = find::by_id(dts, context, call, parameters.required("DtsJobId")?)?;
    if !full && parameters.get("JobCode") != Some(job.kind.incremental_code()) {
        return Err(Refusal::invalid_for_dts("JobCode"));
    }
    check(job.status(), Operation::ModifyRunning)?;
    let value = if enabled == Some(false) { Value::Null } else { Value::Object(limits) };
    merge(&mut job, Map::from_iter([(setting.to_owned(), value)]));
    Ok(Fields::new())
}

/// One setting of a module.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ModuleSetting {
    module: String,
    name: String,
    value: String,
}

/// Keeps settings of modules. The answer of this call has only a request ID, so that its refusals have the form of the
/// gateway.
pub(crate) fn config(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("DtsJobId")?;
    let text = call.parameters.required("Parameters")?;
    let settings: Vec<ModuleSetting> = serde_json::from_str(text)
        .map_err(|_| Refusal::invalid("Parameters", "it must be a JSON list of module, name and value, all texts"))?;
    if settings.is_empty() || settings.iter().any(|it| !MODULES.contains(&it.module.as_str()) || it.name.is_empty()) {
        let what = format!("each entry needs a name and one of the modules {}", MODULES.join(", "));
        return Err(Refusal::invalid("Parameters", &what));
    }
    let mut job = find::by_id(dts, context, call, id)?;
    let named: BTreeMap<_, _> = settings.into_iter().map(|it| ((it.module, it.name), it.value)).collect();
    job.module_settings.extend(named);
    Ok(Fields::new())
}

/// The settings of modules that were changed; the others have their default values and are not listed.
pub(crate) fn describe_config(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let wanted = call.parameters.get("Module");
    let job = find::seen_by_id(dts, context, call, call.parameters.required("DtsJobId")?)?;
    let settings = job.module_settings.iter().filter(|((module, _), _)| wanted.is_none_or(|wanted| wanted == module));
    let shown: Vec<Value> = settings
        .map(|((module, name), value)| {
            json!({
                "Module": module, "Name": name, "RunningValue": value, "DefaultValue": "", "Modifiable": "true",
                "ForceRestart": "false",
            })
        })
        .collect();
    Ok(fields(json!({"Parameters": shown})))
}

/// Replaces the objects and merges the reserved settings; with `UPDATE_RESERVED` it only merges the settings.
pub(crate) fn reserved(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    parameters.required("DtsInstanceId")?;
    let only_reserved = parameters.get("ModifyTypeEnum") == Some("UPDATE_RESERVED");
    let settings = parameters.get("Reserved").map(settings::parse).transpose();
    let settings = settings.map_err(|why| Refusal::wrong_for_dts("Reserved", &why))?.unwrap_or_default();
    let objects = parameters.get("DbList").filter(|_| !only_reserved);
    if let Some(text) = objects {
        Objects::parse(text).map_err(|why| Refusal::wrong_for_dts("DbList", &why))?;
    }
    let id = find::id(dts, context, call, "DtsInstanceId")?;
    let change = find::seen_by_id(dts, context, call, &id)?;
    let changes_synchronization = change.is_synchronization() && objects.is_some();
    check(change.status(), if changes_synchronization { Operation::ModifyObjects } else { Operation::ModifyRunning })?;
    let change = match objects {
        Some(objects) if changes_synchronization => Some(objects::change(context, change, parameters, objects)?),
        _ => None,
    };
    let mut job = find::by_id(dts, context, call, &id)?;
    reserve::check(&merged(&job, settings.clone()))
        .map_err(|(key, why)| Refusal::wrong_for_dts(&format!("Reserved.{key}"), &why))?;
    merge(&mut job, settings);
    match (change, objects) {
        (Some(change), _) => {
            job.changes.push(change);
            job.machine.modify(context.now);
            job.advance(context.moment());
        }
        (None, Some(objects)) => job.parameters.set("DbList", objects),
        (None, None) => {}
    }
    // The text has no fixed values; an example of the cloud has this one.
    Ok(fields(json!({"DtsJobId": job.id, "Status": "200"})))
}

/// Merges settings into those of the job.
fn merge(job: &mut Job, settings: Settings) {
    let merged = Value::Object(merged(job, settings)).to_string();
    job.parameters.set("Reserve", merged);
}

/// The settings of the job, with further ones; a null removes a setting.
fn merged(job: &Job, settings: Settings) -> Settings {
    let mut merged = reserve::of(&job.parameters);
    merged.extend(settings);
    merged.retain(|_, value| !value.is_null());
    merged
}

/// The side a call is about.
pub(crate) fn side(call: &Call) -> Result<Side, Refusal> {
    Side::named(call.parameters.required("Endpoint")?).ok_or_else(|| Refusal::invalid_for_dts("Endpoint"))
}
