//! Tables of what Terraform's state and the cloud hold.

use serde_json::Value as Json;

/// Lines about every resource of a state (`terraform show -json`).
pub(crate) fn of_state(state: &Json) -> Vec<String> {
    let resources = state["values"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
    let of_type = |kind: &'static str| resources.iter().filter(move |resource| resource["type"] == kind);
    let trusts = of_type("dts_ram_role_trust").flat_map(trust);
    let tasks = of_type("dts_migration_task").chain(of_type("dts_synchronization_task")).flat_map(task);
    let instances = of_type("dts_migration_instance").chain(of_type("dts_synchronization_instance")).flat_map(instance);
    let cam_trusts = of_type("dts_cam_role_trust").flat_map(cam_trust);
    let grants = of_type("dts_cam_assume_role_grant").flat_map(grant);
    let jobs = of_type("dts_tencent_migration_instance").flat_map(tencent_instance);
    let tencent_tasks = of_type("dts_tencent_migration_task").flat_map(tencent_task);
    trusts.chain(tasks).chain(instances).chain(cam_trusts).chain(grants).chain(jobs).chain(tencent_tasks).collect()
}

fn cam_trust(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let rows = [
        ("role", text(&values["role_name"])),
        ("in account", text(&values["account_id"])),
        ("ARN", text(&values["arn"])),
        ("trusts account", list(&values["trusted_account_ids"]).iter().map(text).collect::<Vec<_>>().join(", ")),
        ("policies", list(&values["permission_policies"]).iter().map(text).collect::<Vec<_>>().join(", ")),
    ];
    titled(resource, &rows)
}

fn grant(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let all = |argument: &str| list(&values[argument]).iter().map(text).collect::<Vec<_>>().join(", ");
    let rows = [
        ("policy", format!("{} ({})", text(&values["policy_name"]), text(&values["policy_id"]))),
        ("in account", text(&values["account_id"])),
        ("allows", all("role_arns")),
        ("users", all("user_uins")),
    ];
    titled(resource, &rows)
}

fn tencent_instance(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let rows = [
        ("job", format!("{} ({})", text(&values["id"]), text(&values["name"]))),
        ("class", text(&values["instance_class"])),
        ("trade status", text(&values["trade_status"])),
    ];
    titled(resource, &rows)
}

fn tencent_task(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let steps = values["check_steps"].as_object().cloned().unwrap_or_default();
    let rows = [
        ("status", format!("{} (desired: {})", text(&values["status"]), text(&values["desired_status"]))),
        ("caught up", format!("{}, delay {} s", text(&values["caught_up"]), text(&values["delay_seconds"]))),
        ("check", format!("{}, {} steps", text(&values["check_state"]), steps.len())),
    ];
    let mut lines = titled(resource, &rows);
    let width = steps.keys().map(String::len).max().unwrap_or_default();
    lines.extend(steps.iter().map(|(step, state)| format!("│   {step:width$}  {}", text(state))));
    lines
}

fn trust(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let policies = list(&values["permission_policies"]).iter().map(|policy| text(&policy["name"])).collect::<Vec<_>>();
    let rows = [
        ("role", text(&values["role_name"])),
        ("in account", text(&values["account_id"])),
        ("ARN", text(&values["arn"])),
        ("trusts account", list(&values["trusted_account_ids"]).iter().map(text).collect::<Vec<_>>().join(", ")),
        ("policies", policies.join(", ")),
        ("trust policy", text(&values["trust_policy"])),
    ];
    titled(resource, &rows)
}

fn task(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let items = values["precheck_items"].as_object().cloned().unwrap_or_default();
    let rows = [
        ("task", format!("{} ({})", text(&values["id"]), text(&values["name"]))),
        ("scenario", text(&values["scenario"])),
        ("precheck", format!("{}, {} items", text(&values["precheck_state"]), items.len())),
    ];
    let mut lines = titled(resource, &rows);
    let width = items.keys().map(String::len).max().unwrap_or_default();
    lines.extend(items.iter().map(|(code, state)| format!("│   {code:width$}  {}", text(state))));
    lines
}

fn instance(resource: &Json) -> Vec<String> {
    let values = &resource["values"];
    let size = match &values["du"] {
        Json::Null => format!("class {}", text(&values["instance_class"])),
        units => format!("{} DU of the dedicated cluster", text(units)),
    };
    let rows = [
        ("instance", format!("{}, {size}", text(&values["id"]))),
        ("status", format!("{} (wanted: {})", text(&values["status"]), text(&values["desired_status"]))),
        ("caught up", format!("{}, delay {} ms", text(&values["caught_up"]), text(&values["delay_ms"]))),
    ];
    let mut lines = titled(resource, &rows);
    if !values["reverse_id"].is_null() {
        lines.extend(lines_of(&[
            ("reverse job", text(&values["reverse_id"])),
            (
                "reverse status",
                format!("{}, delay {} ms", text(&values["reverse_status"]), text(&values["reverse_delay_ms"])),
            ),
        ]));
    }
    for phase in ["schema", "full", "incremental"] {
        let progress = &values["progress"][phase];
        if progress.is_object() {
            let percent = progress["percent"].as_u64().unwrap_or_default().min(100);
            let bar = "█".repeat(usize::try_from(percent / 5).unwrap_or_default());
            let status = text(&progress["status"]);
            lines.push(format!("│   {phase:11}  {bar:░<20} {percent:3} %  {status}  {}", text(&progress["detail"])));
        }
    }
    lines
}

/// One line an account, and how many things there are in all.
pub(crate) fn of_cloud(state: &Json) -> (Vec<String>, usize) {
    let mut left = 0;
    let lines = list(&state["accounts"]).iter().map(|account| {
        let count = |kind: &str| list(&account[kind]).len();
        let (roles, policies) = (count("roles"), count("policies"));
        let (jobs, instances) = (count("jobs"), count("instances"));
        left += roles + policies + jobs + instances;
        format!(
            "{:18} {:18} roles {roles}  policies {policies}  jobs {jobs}  instances {instances}",
            text(&account["id"]),
            text(&account["name"])
        )
    });
    let lines = lines.collect();
    (lines, left)
}

fn titled(resource: &Json, rows: &[(&str, String)]) -> Vec<String> {
    let title = format!("┌ {}", text(&resource["address"]));
    std::iter::once(title).chain(lines_of(rows)).collect()
}

fn lines_of(rows: &[(&str, String)]) -> Vec<String> {
    rows.iter().map(|(name, value)| format!("│ {name:15} {value}")).collect()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Json) -> String {
    match json {
        Json::Null => "–".to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
