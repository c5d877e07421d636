//! DescribeMigrateDBInstances: the instances of this account, or of another one with temporary credentials.

use serde_json::{Value, json};

use crate::core::world::TencentDatabase;
use crate::tencent::context::CallContext;
use crate::tencent::dts::Dts;
use crate::tencent::dts::configure::endpoint::check_ticket;
use crate::tencent::dts::engines::Engine;
use crate::tencent::dts::find::permit;
use crate::tencent::dts::reach::permit_listing;
use crate::tencent::gateway::{Call, Outcome, Refusal, fields};

pub(crate) fn list(_: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    permit(context, call, "*")?;
    let kind = parameters.required("DatabaseType")?;
    let engine = Engine::named(kind)
        .ok_or_else(|| Refusal::value("DatabaseType", &format!("there is no database type {kind}")))?;
    if !["", "src", "dst"].contains(&parameters.text("MigrateRole")) {
        return Err(Refusal::value("MigrateRole", "it must be src or dst"));
    }
    let owner = owner(context, call, engine)?;
    let offset = parameters.number_in("Offset", 0..=i64::MAX, 0)?;
    let limit = parameters.number_in("Limit", 1..=100, 20)?;
    let databases = context.accounts.tencent(&owner).map(|account| account.databases.as_slice()).unwrap_or_default();
    let (id, name) = (parameters.get("InstanceId"), parameters.text("InstanceName"));
    let found: Vec<&TencentDatabase> = databases
        .iter()
        .filter(|database| database.engine() == engine.name && database.region() == call.region)
        .filter(|database| id.is_none_or(|id| id == database.id()) && database.name.contains(name))
        .collect();
    let (offset, size) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(20));
    let rows: Vec<Value> = found.iter().skip(offset).take(size).map(|database| row(database)).collect();
    Ok(fields(json!({"TotalCount": found.len(), "Instances": rows})))
}

fn row(database: &TencentDatabase) -> Value {
    json!({
        "InstanceId": database.id(),
        "InstanceName": database.name,
        "Vip": database.vip,
        "Vport": database.port,
        "Usable": u32::from(database.usable),
        "Hint": if database.usable { "ok" } else { "The instance is not running." },
    })
}

/// The account whose instances are listed.
fn owner(context: CallContext<'_>, call: &Call, engine: &Engine) -> Result<String, Refusal> {
    let parameters = &call.parameters;
    match parameters.text("AccountMode") {
        "" | "self" => return Ok(call.caller.account.clone()),
        "other" => {}
        _ => return Err(Refusal::value("AccountMode", "it must be self or other")),
    }
    check_ticket(context, &call.caller.account, engine)?;
    let (id, key) = (parameters.required("TmpSecretId")?, parameters.required("TmpSecretKey")?);
    let token = parameters.required("TmpToken")?;
    let caller = context.sessions.and_then(|sessions| sessions.caller_of(id, key, token, context.now));
    let caller = caller.filter(|caller| context.cam.has_identity_of(caller)).ok_or_else(|| {
        let message = "The temporary credentials are not valid or have expired.";
        Refusal::new("AuthFailure.UnauthorizedOperationError", message)
    })?;
    permit_listing(context, caller, engine, &call.region).map_err(|error| {
        Refusal::new(error.code, format!("{}. {}", error.reason.trim_end_matches('.'), error.solution))
    })?;
    Ok(caller.account.clone())
}
