//! `dts_cam_role_trust`.

use acceptance_harness::profiles::TENCENT_SOURCE;
use serde_json::json;
use tencent::cam::{AttachRolePolicy, CreateRole, DeleteRole, UpdateAssumeRolePolicy};

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::hcl::Hcl;

use super::support::{call, client, providers, role};

const UPDATE: &str = "update dts_cam_role_trust.source";
const EXISTS: &str = "The CAM role exists already";
const ROLE: &str = "DTS-role";

fn with(arguments: &str) -> Hcl {
    providers().and(&Hcl::new(format!(
        "resource \"dts_cam_role_trust\" \"source\" {{\n  provider = dts.source\n  role_name = \"{ROLE}\"\n  trusted_account_ids = \
         [\"700000000002\"]\n  {arguments}\n}}\n"
    )))
}

/// Applies a change; it must be one update with exactly these mutating calls.
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
    let created = role(&case).await;
    assert_eq!(created["policies"], json!(["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"]));
    assert_eq!(created["trust"]["statement"][0]["principal"]["qcs"], json!(["qcs::cam::uin/700000000002:root"]));

    change(&case, &with("description = \"for DTS\""), &["UpdateRoleDescription"]).await;
    assert_eq!(role(&case).await["description"], "for DTS");
    change(&case, &with(""), &["UpdateRoleDescription"]).await;
    assert_eq!(role(&case).await["description"], "");

    change(&case, &with("tags = { team = \"a\", use = \"dts\" }"), &["TagRole"]).await;
    change(&case, &with("tags = { team = \"b\" }"), &["TagRole", "UntagRole"]).await;
    assert_eq!(role(&case).await["tags"], json!({"team": "b"}));
    change(&case, &with(""), &["UntagRole"]).await;

    change(&case, &with("session_duration = 3600"), &["UpdateRoleSessionDuration"]).await;
    assert_eq!(role(&case).await["max_session_duration"], 3600);
    change(&case, &with(""), &["UpdateRoleSessionDuration"]).await;

    change(&case, &with("external_id = \"ext-1\""), &["UpdateAssumeRolePolicy"]).await;
    let condition = role(&case).await["trust"]["statement"][0]["condition"].clone();
    assert_eq!(condition, json!({"string_equal": {"sts:external_id": "ext-1"}}));
    change(&case, &with(""), &["UpdateAssumeRolePolicy"]).await;

    change(&case, &with("source_engines = [\"mysql\", \"sqlserver\"]"), &["AttachRolePolicy"]).await;
    change(&case, &with("source_engines = [\"mysql\"]"), &["DetachRolePolicy"]).await;
    let policies = |names: &str| with(&format!("permission_policies = [{names}]"));
    let three = policies(r#""QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess", "QcloudRedisReadOnlyAccess""#);
    change(&case, &three, &["AttachRolePolicy"]).await;

    let two = three.with("[\"700000000002\"]", "[\"700000000002\", \"700000000003\"]");
    let errors = case.refused_apply(&two).await;
    assert!(errors[0].detail.contains("PrincipalQcsNotExist"), "the account does not exist: {errors:?}");
    assert_eq!(role(&case).await["role_id"], created["role_id"], "it is still the same role");
    case.write(&three);
    case.destroy().await;
}

/// The plan shows what will be trusted before anything is created, and hides the external ID.
#[tokio::test]
async fn arn_policies_and_trust_policy_are_known_at_plan_and_the_external_id_is_shown_nowhere() {
    let case = Case::start().await;
    case.write(&with("external_id = \"canary-external-id\"\n  source_engines = [\"mongodb\"]"));
    let run = case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    assert!(!run.output().contains("canary"), "{}", run.output());
    let plan = case.terraform.show(Some("saved.plan")).await.unwrap();
    let after = &plan["resource_changes"][0]["change"]["after"];
    assert_eq!(after["arn"], "qcs::cam::uin/700000000001:roleName/DTS-role");
    assert_eq!(after["permission_policies"].as_array().unwrap().len(), 3, "{after:#}");
    assert!(after["trust_policy"].as_str().unwrap().contains("qcs::cam::uin/700000000002:root"), "{after:#}");
    let run = case.terraform.run(&["apply", "saved.plan"]).await.unwrap().success().unwrap();
    assert!(!run.output().contains("canary"), "{}", run.output());
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn drift_is_shown_and_repaired_and_another_form_of_the_same_document_is_no_drift() {
    let case = Case::start().await;
    let configuration = with("external_id = \"ext-1\"");
    case.apply(&configuration).await;
    let external = client(&case, TENCENT_SOURCE);
    let document = |effect: &str, id: &str| {
        format!(
            r#"{{"version":"2.0","statement":{{"effect":"{effect}","action":["name/sts:AssumeRole"],"principal":{{"qcs":"qcs::cam::uin/700000000002:root"}},"condition":{{"string_equal":{{"sts:external_id":["{id}"]}}}}}}}}"#
        )
    };
    let set = async |policy_document: String| {
        let role_name = Some(ROLE.to_owned());
        call(&external, &UpdateAssumeRolePolicy { policy_document: policy_document.into(), role_name, role_id: None })
            .await;
    };
    set(document("allow", "ext-1")).await;
    assert_no_changes(&case.terraform).await;

    for foreign in [document("allow", "ext-2"), document("deny", "ext-1")] {
        set(foreign.clone()).await;
        let run = case.apply(&configuration).await;
        assert_eq!(run.planned_changes(), [UPDATE], "{foreign}");
        let condition = role(&case).await["trust"]["statement"][0].clone();
        assert_eq!(condition["effect"], "allow");
        assert_eq!(condition["condition"]["string_equal"]["sts:external_id"], "ext-1");
    }

    let attach = AttachRolePolicy {
        policy_name: Some("QcloudRedisReadOnlyAccess".to_owned()),
        attach_role_name: Some(ROLE.to_owned()),
        ..AttachRolePolicy::default()
    };
    call(&external, &attach).await;
    assert_no_changes(&case.terraform).await;
    let errors = {
        let run = case.terraform.destroy().await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        run.errors()
    };
    let title = "The CAM role has policies that this resource did not attach";
    assert_detail(only_error(&errors, title), &["QcloudRedisReadOnlyAccess", "force_detach_policies = true"]);
    case.apply(&with("external_id = \"ext-1\"\n  force_detach_policies = true")).await;

    call(&external, &DeleteRole { role_name: Some(ROLE.to_owned()), role_id: None }).await;
    let run = case.apply(&configuration).await;
    assert_eq!(run.planned_changes(), ["create dts_cam_role_trust.source"]);
    case.destroy().await;
}

#[tokio::test]
async fn a_role_is_imported_by_its_name_and_has_no_changes() {
    let case = Case::start().await;
    let arguments = "external_id = \"ext-1\"\n  source_engines = [\"mongodb\"]\n  description = \"d\"";
    case.apply(&with(arguments)).await;
    let block = "import {\n  to = dts_cam_role_trust.source\n  id = \"DTS-role\"\n}\n";
    let other = case.another_folder();
    other.write("main.tf", with(arguments).text()).unwrap();
    other.write("imports.tf", block).unwrap();
    let mark = case.mark().await;
    applied(&other).await;
    assert_no_changes(&other).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    let absent = case.another_folder();
    absent.write("main.tf", with(arguments).text()).unwrap();
    absent.write("imports.tf", &block.replace(ROLE, "absent")).unwrap();
    let errors = refused(&absent).await;
    assert_detail(only_error(&errors, "No such CAM role"), &["\"absent\" in account 700000000001"]);
    case.destroy().await;
}

/// Another team may have created an equal role a moment ago.
#[tokio::test]
async fn a_role_that_exists_is_adopted_only_with_the_ownership_tag() {
    let case = Case::start().await;
    let external = client(&case, TENCENT_SOURCE);
    let document = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000002:root"]}}]}"#;
    let tag = |value: &str| tencent::cam::Tag { key: "dts-ownership-id".to_owned(), value: value.to_owned() };
    let create = async |tags: Vec<tencent::cam::Tag>| {
        let policy_document = document.into();
        let role = CreateRole { role_name: ROLE.to_owned(), policy_document, tags, ..CreateRole::default() };
        call(&external, &role).await;
    };
    create(vec![tag("team-a")]).await;
    let errors = case.refused_apply(&with("")).await;
    let pieces = ["It differs from the configuration in the tags", "no record", "id = \"DTS-role\""];
    assert_detail(only_error(&errors, EXISTS), &pieces);
    let owned =
        |id: &str| with("").with("alias = \"source\"", &format!("alias = \"source\"\n  ownership_id = \"{id}\""));
    let errors = case.refused_apply(&owned("team-b")).await;
    assert_detail(only_error(&errors, EXISTS), &["does not have the ownership_id"]);
    let mark = case.mark().await;
    case.apply(&owned("team-a")).await;
    assert_eq!(case.mutations_since(mark).await, ["CreateRole", "AttachRolePolicy", "AttachRolePolicy"]);
    case.destroy().await;
}

#[tokio::test]
async fn after_a_lost_answer_there_is_one_role() {
    for kind in ["drop_after", "drop_before"] {
        let case = Case::start().await;
        case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": kind})).await.unwrap();
        case.apply(&with("")).await;
        assert_eq!(role(&case).await["policies"].as_array().unwrap().len(), 2);
        case.destroy().await;
    }
}

/// A role is not in the account that it trusts, and stays in its account.
#[tokio::test]
async fn the_account_of_the_role_is_checked() {
    let case = Case::start().await;
    let own = with("").with("[\"700000000002\"]", "[\"700000000001\"]");
    let errors = case.refused_plan(&own).await;
    assert_detail(only_error(&errors, "The role would trust its own account"), &["700000000001"]);
    case.apply(&with("")).await;
    let moved = with("").with("provider = dts.source\n", "provider = dts.target\n");
    let errors = case.refused_plan(&moved).await;
    assert!(errors.iter().any(|error| error.detail.contains("700000000001")), "{errors:?}");
    case.write(&with(""));
    case.destroy().await;
}
