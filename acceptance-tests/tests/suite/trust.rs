//! Each changeable argument of `dts_ram_role_trust`, one at a time, in place.

use acceptance_tests::profiles::SOURCE_OWNER;
use serde_json::json;

use crate::case::Case;
use crate::hcl::{self, Hcl};

const UPDATE: &str = "update dts_ram_role_trust.source";

fn with(arguments: &str) -> Hcl {
    let trust = hcl::trust()
        .with("role_name           = \"ram-for-dts\"", &format!("role_name = \"ram-for-dts\"\n{arguments}"));
    hcl::providers().and(&trust)
}

/// Applies a change; it must be one update that makes exactly these mutating calls.
async fn change(case: &Case, configuration: &Hcl, calls: &[&str]) {
    let mark = case.mark().await;
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, calls);
}

#[tokio::test]
async fn every_argument_changes_in_place() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let id = case.role().await["role_id"].clone();

    change(&case, &with("description = \"for DTS\""), &["UpdateRole"]).await;
    assert_eq!(case.role().await["description"], "for DTS");
    // RAM has no call that empties it: taken out of the configuration it stays.
    case.apply(&with("")).await;
    assert_eq!(case.role().await["description"], "for DTS");
    change(&case, &with("description = \"still for DTS\""), &["UpdateRole"]).await;

    change(&case, &with("tags = { team = \"a\", use = \"dts\" }"), &["TagResources"]).await;
    change(&case, &with("tags = { team = \"b\" }"), &["TagResources", "UntagResources"]).await;
    assert_eq!(case.role().await["tags"], json!({"team": "b"}));
    change(&case, &with(""), &["UntagResources"]).await;

    change(&case, &with("max_session_duration = 7200"), &["UpdateRole"]).await;
    assert_eq!(case.role().await["max_session_duration"], 7200);
    change(&case, &with(""), &["UpdateRole"]).await;

    change(&case, &with("access_via_vpc = true"), &["AttachPolicyToRole"]).await;
    change(&case, &with(""), &["DetachPolicyFromRole"]).await;
    let vpc = r#"permission_policies = [{ type = "System", name = "AliyunDTSRolePolicy" }, { type = "System", name = "AliyunVPCReadOnlyAccess" }]"#;
    change(&case, &with(vpc), &["AttachPolicyToRole"]).await;
    change(&case, &with(""), &["DetachPolicyFromRole"]).await;

    change(&case, &with("force_detach_policies = true"), &[]).await;
    change(&case, &with(""), &[]).await;

    let two = with("").with("[\"2345678901234567\"]", "[\"3456789012345678\", \"2345678901234567\"]");
    change(&case, &two, &["UpdateRole"]).await;
    let services = case.role().await["trust"]["Statement"][0]["Principal"]["Service"].clone();
    assert_eq!(services, json!(["2345678901234567@dts.aliyuncs.com", "3456789012345678@dts.aliyuncs.com"]));
    change(&case, &with(""), &["UpdateRole"]).await;

    assert_eq!(case.role().await["role_id"], id, "it is still the same role");
    case.destroy().await;
}

/// The twin: the name cannot be changed in place.
#[tokio::test]
async fn another_name_is_another_role() {
    let case = Case::start().await;
    case.apply(&with("")).await;
    let run = case.apply(&with("").with("ram-for-dts", "ram-for-dts-2")).await;
    assert_eq!(run.planned_changes(), ["replace dts_ram_role_trust.source"]);
    assert_eq!(case.role().await["name"], "ram-for-dts-2");
    case.destroy().await;
}

/// The plan shows what will be trusted before anything is made.
#[tokio::test]
async fn arn_and_trust_policy_are_known_at_plan() {
    let case = Case::start().await;
    case.write(&with(""));
    case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    let plan = case.terraform.show(Some("saved.plan")).await.unwrap();
    let after = &plan["resource_changes"][0]["change"]["after"];
    assert_eq!(after["arn"], format!("acs:ram::{}:role/ram-for-dts", SOURCE_OWNER.account));
    assert!(after["trust_policy"].as_str().unwrap().contains("2345678901234567@dts.aliyuncs.com"), "{after:#}");
    assert_eq!(plan["resource_changes"][0]["change"]["after_unknown"]["role_id"], true, "RAM gives that one");
}
