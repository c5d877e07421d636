//! The fields of a job that both describe calls return.

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Side, engine_in_answers, objects, reserve};
use crate::alibaba::dts::job::{Job, Status};
use crate::core::time::to_seconds;
use crate::jobs::Phase;

use super::reserved::as_shown;

/// The fields with the same names in both answers.
pub(crate) fn common(context: CallContext<'_>, job: &Job) -> Map<String, Value> {
    let text = |name: &str| job.parameters.get(name).unwrap_or_default();
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("DtsJobId", json!(job.id));
    put("DtsInstanceID", json!(job.instance_id()));
    put("DtsJobName", json!(job.name));
    put("JobType", json!(job.kind.in_answers()));
    put("Status", json!(job.status_word()));
    put("ErrorMessage", json!(job.error_message));
    put("CreateTime", json!(to_seconds(job.created)));
    put("DbObject", json!(db_object(context, text("DbList"))));
    put("Reserved", json!(as_shown(job)));
    put("DedicatedClusterId", json!(text("DedicatedClusterId")));
    put("DtsBisLabel", json!(text("DtsBisLabel")));
    put("ResourceGroupId", json!(text("ResourceGroupId")));
    for name in ["MinDu", "MaxDu"] {
        if let Some(units) = job.parameters.get(name).and_then(|text| text.parse::<f64>().ok()) {
            put(name, json!(units));
        }
    }
    if job.status() == Status::Retrying {
        put("RetryState", retry_state(job));
    }
    // It is not published how the cloud shows a job without an instance: here the pay type is empty and the class is
    // absent.
    put("PayType", json!(job.purchase.as_ref().map(|it| it.pay_type.as_str()).unwrap_or_default()));
    if let Some(purchase) = &job.purchase {
        put("DtsJobClass", json!(purchase.class));
    }
    shown
}

/// The objects as they were sent, or as the switch of the world says.
fn db_object(context: CallContext<'_>, sent: &str) -> String {
    if context.accounts.alibaba_switches().objects_have_state { objects::with_state(sent) } else { sent.to_owned() }
}

/// The status in DescribeDtsJobDetail, which spells one of them differently.
pub(crate) fn status_in_detail(job: &Job) -> &str {
    match job.status_word() {
        "Synchronizing" => "synchronizing",
        word => word,
    }
}

/// The phases of a job; each answer has further fields.
pub(crate) fn mode(job: &Job, more: &[(&str, bool)]) -> Value {
    let mut mode = json!({
        "StructureInitialization": job.modes.schema,
        "DataInitialization": job.modes.full,
        "DataSynchronization": job.modes.incremental,
    });
    for (name, has) in more {
        mode[name] = json!(has);
    }
    mode
}

/// The retries of DTS, which only the control API starts and ends.
fn retry_state(job: &Job) -> Value {
    json!({
        "Retrying": true,
        "RetryCount": 1,
        "RetryTime": 60,
        "MaxRetryTime": reserve::max_retry_seconds(&job.parameters),
        "RetryTarget": "srcDB",
        "Module": if job.machine.phase() >= Some(Phase::Incremental) { "04" } else { "03" },
        "JobId": job.id,
        "ErrMessage": job.error_message,
    })
}

/// One side, as both answers return it.
pub(crate) fn endpoint(context: CallContext<'_>, job: &Job, side: Side) -> Map<String, Value> {
    let endpoint = job.side(side);
    let filled_in = context.accounts.alibaba_switches().ports_are_filled_in && endpoint.is_mysql_like();
    let port = match endpoint.field("Port") {
        "" if filled_in => "3306",
        port => port,
    };
    let shown = json!({
        "InstanceID": endpoint.field("InstanceID"),
        "InstanceType": endpoint.kind(),
        "EngineName": engine_in_answers(endpoint.engine()),
        "Region": endpoint.field("Region"),
        "Ip": endpoint.field("IP"),
        "Port": port,
        "DatabaseName": endpoint.field("DatabaseName"),
        "OracleSID": endpoint.field("OracleSID"),
        "UserName": endpoint.field("UserName"),
        "SslSolutionEnum": reserve::ssl_solution(&job.parameters, side),
    });
    crate::alibaba::gateway::fields(shown)
}

/// Account and role of a side, when it belongs to another account.
pub(crate) fn owner(job: &Job, side: Side) -> Map<String, Value> {
    let owner = job.side(side).cross_account();
    let pairs = owner.into_iter().flat_map(|(owner, role)| [("AliyunUid", owner), ("RoleName", role)]);
    pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// The start of incremental migration, in seconds since 1970; 0 when it is absent.
pub(crate) fn checkpoint(job: &Job) -> i64 {
    job.parameters.get("Checkpoint").and_then(|text| text.parse().ok()).unwrap_or_default()
}
