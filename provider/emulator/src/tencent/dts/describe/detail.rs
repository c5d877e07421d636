//! DescribeMigrationDetail, and the fields that the list of jobs has, too.

use serde_json::{Map, Value, json};

use crate::tencent::context::CallContext;
use crate::tencent::dts::Dts;
use crate::tencent::dts::change::LIMITS;
use crate::tencent::dts::check::progress as check_progress;
use crate::tencent::dts::find::job;
use crate::tencent::dts::job::{CompareTask, Configuration, Job, TradeStatus};
use crate::tencent::gateway::{Call, Outcome, fields};
use crate::tencent::time::{to_beijing, to_beijing_or_never};

use super::endpoint::sides;
use super::progress;

/// All actions that a job can have.
const ALL: [&str; 13] = [
    "view",
    "modify",
    "check",
    "start",
    "configure",
    "stop",
    "complete",
    "resume",
    "createCmpTask",
    "isolate",
    "offline",
    "resize",
    "recover",
];

/// The usual limits of a job, which are not published.
const USUAL: [(&str, i64); 5] =
    [("DumpThread", 8), ("DumpRps", 1000), ("LoadThread", 8), ("LoadRps", 1000), ("SinkerThread", 32)];

/// One poll of the job. A destroyed job is returned, too.
pub(crate) fn detail(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = job(dts, context, call)?.id.clone();
    dts.poll(&id, context.moment());
    let job = job(dts, context, call)?;
    let mut shown = shared(context, &job);
    let option = job.configuration.as_ref().map(|configuration| configuration.option.0.clone());
    shown.insert("MigrateOption".to_owned(), complete_option(option.unwrap_or_default()));
    shown.insert("CheckStepInfo".to_owned(), check_progress(&job, context.moment()));
    shown.insert("ErrorInfo".to_owned(), errors(&job));
    shown.insert("RateLimitOption".to_owned(), rate_limit(&job));
    Ok(shown)
}

/// The options as they were sent; every other field is empty, except the type of the migration, which has a default.
fn complete_option(mut option: Map<String, Value>) -> Value {
    let table = option.entry("DatabaseTable").or_insert(json!({"ObjectMode": ""}));
    if let Some(table) = table.as_object_mut() {
        table.entry("Databases").or_insert(json!([]));
        table.entry("AdvancedObjects").or_insert(Value::Null);
    }
    for (name, empty) in [
        ("MigrateType", json!("fullAndIncrement")),
        ("Consistency", Value::Null),
        ("IsMigrateAccount", json!(false)),
        ("IsOverrideRoot", json!(false)),
        ("IsDstReadOnly", json!(false)),
        ("ExtraAttr", json!([])),
        ("MigrateWay", json!("")),
        ("RateLimit", json!({"DumpThread": 0, "DumpRps": 0, "LoadThread": 0, "LoadRps": 0, "SinkerThread": 0})),
        ("SkipDdlOnError", json!({"Tables": [], "ErrorCodes": []})),
    ] {
        option.entry(name).or_insert(empty);
    }
    Value::Object(option)
}

fn errors(job: &Job) -> Value {
    if job.error_message.is_empty() {
        return json!([]);
    }
    json!([{"Code": "InternalError", "Solution": "", "ErrorLog": job.error_message, "HelpDoc": ""}])
}

fn rate_limit(job: &Job) -> Value {
    let mut shown = Map::new();
    for (name, usual) in USUAL {
        let current = job.rate_limit.get(name).copied().unwrap_or(usual);
        shown.insert(format!("Current{name}"), json!(current));
        shown.insert(format!("Default{name}"), json!(usual));
    }
    debug_assert!(LIMITS.iter().all(|(name, _)| USUAL.iter().any(|(known, _)| known == name)));
    let is_set = if job.rate_limit.is_empty() { "no" } else { "yes" };
    shown.insert("HasUserSetRateLimit".to_owned(), json!(is_set));
    Value::Object(shown)
}

/// The fields that both calls have.
pub(super) fn shared(context: CallContext<'_>, job: &Job) -> Map<String, Value> {
    let (source, destination) = sides(job, context.switches().returns_passwords);
    let configuration = job.configuration.as_ref();
    let run_mode = configuration.map_or("", |it: &Configuration| it.run_mode.as_str());
    let expect_run_time = configuration.map_or("", |it: &Configuration| it.expect_run_time.as_str());
    let tags: Vec<Value> = job.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value})).collect();
    fields(json!({
        "JobId": job.id,
        "JobName": job.name,
        "CreateTime": to_beijing(job.created),
        "UpdateTime": to_beijing(job.updated),
        "StartTime": to_beijing_or_never(job.started),
        "EndTime": to_beijing_or_never(job.ended),
        "BriefMsg": job.error_message,
        "Status": job.status_word(),
        "Action": {"AllAction": ALL, "AllowedAction": allowed(job)},
        "StepInfo": progress::steps(job, context.moment()),
        "SrcInfo": source,
        "DstInfo": destination,
        "CompareTask": CompareTask::summary(&job.compare_tasks),
        "Tags": tags,
        "RunMode": run_mode,
        "ExpectRunTime": expect_run_time,
        "TradeInfo": job.trade.to_json(&job.id),
        "DumperResumeCtrl": "yes",
    }))
}

/// The actions that the status and the trade status allow.
fn allowed(job: &Job) -> Vec<&'static str> {
    match job.trade.status {
        TradeStatus::Isolated => return vec!["view", "recover", "offline"],
        TradeStatus::Isolating | TradeStatus::Offlining | TradeStatus::Offlined => return vec!["view"],
        TradeStatus::Normal | TradeStatus::Resizing | TradeStatus::NotBilled => {}
    }
    let of_status: &[&str] = match job.status() {
        "created" => &["modify", "configure"],
        "checkPass" => &["modify", "configure", "check", "start"],
        "checkNotPass" => &["modify", "configure", "check"],
        "readyRun" => &["stop"],
        "running" => &["stop", "createCmpTask"],
        "readyComplete" => &["stop", "complete", "createCmpTask"],
        "manualPaused" | "unknown" => &["stop"],
        "failed" | "error" | "resumableErr" => &["resume", "stop"],
        _ => &[],
    };
    ["view"].into_iter().chain(of_status.iter().copied()).chain(["view", "isolate", "resize"]).collect()
}
