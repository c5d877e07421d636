//! Alibaba Cloud: a role, a task and its instance.

use acceptance_harness::hcl::{self, Hcl};
use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER};
use serde_json::{Value as Json, json};

use crate::mangled_answers::scenario::Scenario;

pub(crate) static ALIBABA: Scenario = Scenario {
    name: "Alibaba Cloud",
    resources: &["dts_ram_role_trust", "dts_migration_task", "dts_migration_instance"],
    complete: [1, 1, 1, 0],
    owners: [SOURCE_OWNER, DESTINATION_OWNER],
    role: "ram-for-dts",
    provider_block,
    arguments,
    values: &[("other_role_id", 0, "role_id"), ("other_job_id", 1, "id"), ("other_instance_id", 1, "dts_instance_id")],
    configuration,
    actions: include_str!("actions.toml"),
    envelope: include_str!("envelope.toml"),
    request_id: "RequestId",
    absent: &[
        ("other_role_id", "300000000000000000"),
        ("other_job_id", "other-job"),
        ("other_instance_id", "dtsother-job"),
    ],
};

fn provider_block(url: &str, key: Key) -> Json {
    json!({
        "ownership_id": "mangled-answers",
        "max_retries": 1,
        "request_timeout": "10s",
        "alibaba": {
            "region": "cn-hangzhou",
            "access_key_id": key.id,
            "access_key_secret": key.secret,
            "endpoints": {"dts": url, "ram": url, "sts": url},
        },
    })
}

fn arguments(number: usize, names: [&'static str; 2], task_id: &str) -> Json {
    match number {
        0 => json!({"role_name": names[0], "trusted_account_ids": [DESTINATION_OWNER.account]}),
        1 => task(names[0], names[1]),
        _ => json!({"task_id": task_id, "instance_class": "small", "on_destroy": "stop_and_release"}),
    }
}

/// A task between the databases of both owners.
fn task(role: &str, name: &str) -> Json {
    json!({
        "name": name,
        "migration_types": ["schema", "full", "incremental"],
        "source": {
            "engine": "mysql",
            "access_method": "alibaba_cloud_instance",
            "region": "cn-hangzhou",
            "instance_id": "rm-source-orders",
            "username": "dts",
            "password_wo": "source-db-password",
            "password_wo_version": 1,
            "cross_account": {"account_id": SOURCE_OWNER.account, "role_name": role},
        },
        "destination": {
            "engine": "mysql",
            "access_method": "alibaba_cloud_instance",
            "region": "cn-hangzhou",
            "instance_id": "rm-destination-orders",
            "username": "dts",
            "password_wo": "destination-db-password",
            "password_wo_version": 1,
        },
        "objects": {"orders": {"all": true, "rename": name.replace('-', "_")}},
    })
}

/// Few repetitions and short time limits: a mangled answer that does not pass ends soon.
fn configuration() -> Hcl {
    let timeouts = "\n\n  timeouts {\n    create = \"8s\"\n    delete = \"8s\"\n  }\n}\n";
    let end =
        |resource: &Hcl| Hcl::new(format!("{}{timeouts}", resource.text().trim_end().trim_end_matches('}').trim_end()));
    let task = hcl::task().with("role_name  = \"ram-for-dts\"", "role_name  = dts_ram_role_trust.source.role_name");
    let instance = hcl::instance().with("= \"small\"\n", "= \"small\"\n  on_destroy     = \"stop_and_release\"\n");
    let providers = hcl::providers().with_all("  alibaba {", "  max_retries = 1\n  alibaba {");
    [hcl::trust(), task, instance].iter().fold(providers, |all, resource| all.and(&end(resource)))
}
