//! The measurement in Tencent Cloud: its statuses, its world, and how an object gets its arguments.

pub(super) mod changes;

use std::time::Duration;

use acceptance_harness::profiles::{Key, TENCENT_SOURCE, TENCENT_TARGET};
use dts_emulator::World;
use serde_json::{Map, Value as Json, json};
use tencent::cam::{AttachRolePolicy, CreateRole};
use tencent::dts::{DescribeMigrationDetail, DestroyMigrateJob, IsolateMigrateJob};
use tencent::{Action, CallContext, Cloud, Config, EndpointOverrides};

use super::change::Settings;
use super::status::{Preparation, Status};

pub(super) const TASK: &str = "dts_tencent_migration_task";
pub(super) const INSTANCE: &str = "dts_tencent_migration_instance";
pub(super) const TRUST: &str = "dts_cam_role_trust";
pub(super) const GRANT: &str = "dts_cam_assume_role_grant";

/// Placeholder for the ID of a second job.
pub(super) const ANOTHER_JOB: &str = "\"(another job)\"";

/// Databases of the account that runs the jobs.
const WORLD: &str = include_str!("world.toml");
const TRUST_POLICY: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000002:root"]}}]}"#;
const POLICIES: [&str; 2] = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];

const fn configured(name: &'static str) -> Status {
    Status { name, preparation: Preparation::Configured }
}

const fn moved(name: &'static str) -> Status {
    Status { name, preparation: Preparation::Moved }
}

/// Every status of a migration job of Tencent Cloud that lasts, including the destroyed one.
pub(super) const STATUSES: [Status; 11] = [
    configured("created"),
    configured("checkNotPass"),
    configured("checkPass"),
    moved("readyRun"),
    moved("running"),
    moved("readyComplete"),
    moved("manualPaused"),
    moved("failed"),
    moved("canceled"),
    moved("success"),
    Status { name: "Released", preparation: Preparation::Released },
];

/// Whether this is a resource of Tencent Cloud.
pub(super) fn is_tencent(resource: &str) -> bool {
    [TASK, INSTANCE, TRUST, GRANT].contains(&resource)
}

/// Statuses in which every apply checks the job again, because its check has not passed.
const UNCHECKED: [&str; 2] = ["created", "checkNotPass"];

/// Whether these calls only check a job whose check has not passed.
pub(super) fn is_check(status: &str, calls: &[String]) -> bool {
    UNCHECKED.contains(&status) && calls == ["CreateMigrateCheckJob"]
}

/// Whether a job of this status does what a desired status says, so that no call is needed. For a job that does not exist any more, the
/// plan has a warning.
pub(super) fn has_reached(status: &str, desired: &str) -> bool {
    match desired {
        _ if status == "Released" => true,
        "paused" => ["manualPaused", "failed"].contains(&status),
        "completed" => status == "success",
        "stopped" => ["canceled", "success"].contains(&status),
        _ => false,
    }
}

/// The built-in world, with the databases of the measurement.
pub(super) fn world() -> World {
    World::parse(&format!("{}\n{WORLD}", World::builtin_toml()), "world.toml").unwrap()
}

/// The block of the account that runs the jobs.
pub(super) fn provider_block(url: &str) -> Json {
    json!({
        "tencent": {
            "region": "ap-guangzhou",
            "secret_id": TENCENT_TARGET.id,
            "secret_key": TENCENT_TARGET.secret,
            "endpoints": {"dts": url, "cam": url, "sts": url},
        },
    })
}

/// The arguments of a resource; the parts of a path are blocks. The values are JSON.
pub(super) fn arguments(settings: &Settings) -> Json {
    let mut all = Map::new();
    for (path, value) in settings {
        let value: Json = serde_json::from_str(value).unwrap_or_else(|error| panic!("{path} = {value}: {error}"));
        let mut names: Vec<&str> = path.split('.').collect();
        let last = names.pop().unwrap();
        let mut block = &mut all;
        for name in names {
            block = block.entry(name).or_insert_with(|| json!({})).as_object_mut().unwrap();
        }
        block.insert(last.to_owned(), value);
    }
    Json::Object(all)
}

/// The purchase of the job of a task.
pub(super) fn purchase(task: &Settings) -> Settings {
    let engine = |side: &str| task[&format!("{side}.engine")].clone();
    let all = [
        ("name", "\"subject\"".to_owned()),
        ("source_engine", engine("source")),
        ("destination_engine", engine("destination")),
        ("instance_class", "\"small\"".to_owned()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The settings of a task of this job. Before the start the job is only checked.
pub(super) fn of_task(settings: &Settings, preparation: Preparation, job: &str, another: &str) -> Settings {
    let mut all = settings.clone();
    let id = all.entry("instance_id".to_owned()).or_insert_with(|| format!("{job:?}"));
    if id == ANOTHER_JOB {
        *id = format!("{another:?}");
    }
    let desired = if preparation == Preparation::Configured { "\"checked\"" } else { "\"running\"" };
    all.entry("desired_status".to_owned()).or_insert_with(|| desired.to_owned());
    all
}

fn client(url: &str, key: Key) -> Cloud {
    let endpoints = EndpointOverrides { domain: Some(url.to_owned()), ..EndpointOverrides::default() };
    let mut config = Config { endpoints, ..Config::new("ap-guangzhou") };
    config.credentials.secret_id = Some(key.id.to_owned());
    config.credentials.secret_key = Some(key.secret.into());
    Cloud::new(config).unwrap()
}

async fn call<A: Action>(cloud: &Cloud, action: &A) -> A::Answer {
    cloud.call(action, &CallContext::default()).await.unwrap_or_else(|error| panic!("{error}")).answer
}

/// The roles of the other account.
pub(super) async fn roles(url: &str) {
    let cloud = client(url, TENCENT_SOURCE);
    for role in ["first", "second"] {
        let create =
            CreateRole { role_name: role.to_owned(), policy_document: TRUST_POLICY.into(), ..CreateRole::default() };
        call(&cloud, &create).await;
        for policy in POLICIES {
            let (policy_name, attach_role_name) = (Some(policy.to_owned()), Some(role.to_owned()));
            call(&cloud, &AttachRolePolicy { policy_name, attach_role_name, ..AttachRolePolicy::default() }).await;
        }
    }
}

/// Destroys a job outside Terraform.
pub(super) async fn destroy(url: &str, job: &str) {
    let cloud = client(url, TENCENT_TARGET);
    let job_id = job.to_owned();
    call(&cloud, &IsolateMigrateJob { job_id: job_id.clone() }).await;
    until(&cloud, job, "isolated").await;
    call(&cloud, &DestroyMigrateJob { job_id }).await;
    until(&cloud, job, "offlined").await;
}

async fn until(cloud: &Cloud, job: &str, trade_status: &str) {
    let read = DescribeMigrationDetail { job_id: job.to_owned() };
    while call(cloud, &read).await.trade_info.trade_status.as_str() != trade_status {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
