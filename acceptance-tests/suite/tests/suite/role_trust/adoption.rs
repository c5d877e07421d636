//! A role that exists already: adopted if an interrupted apply of this configuration created it, otherwise unchanged.

use acceptance_harness::profiles::SOURCE_OWNER;
use acceptance_harness::terraform::Run;
use alibaba::ram::CreateRole;
use alibaba::wire::{JsonTags, Tag};
use serde_json::json;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

const FOUND: &str = "An existing RAM role is now managed by Terraform";
const LOST: &str = "No answer to CreateRole was received";
const EXISTS: &str = "The RAM role exists already";
/// What the configuration of these tests sends.
const TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::2345678901234567:root"],"Service":["2345678901234567@dts.aliyuncs.com"]}}],"Version":"1"}"#;
const OTHER_TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["ecs.aliyuncs.com"]}}],"Version":"1"}"#;

fn configuration() -> Hcl {
    hcl::providers().and(&hcl::trust())
}

/// The same with an ownership id.
fn owned(id: &str) -> Hcl {
    configuration().with("alias = \"source_owner\"", &format!("alias = \"source_owner\"\n  ownership_id = \"{id}\""))
}

/// The role as an apply that was killed after CreateRole leaves it.
fn left_behind() -> CreateRole {
    CreateRole {
        role_name: "ram-for-dts".to_owned(),
        assume_role_policy_document: TRUST.to_owned(),
        max_session_duration: Some(3600),
        ..CreateRole::default()
    }
}

async fn with_role(role: CreateRole) -> (Case, ExternalClient) {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    external.call(role).await;
    (case, external)
}

fn warned(run: &Run, summary: &str) -> String {
    let found = run.diagnostics().into_iter().find(|diagnostic| diagnostic.summary == summary);
    found.unwrap_or_else(|| panic!("no {summary:?} in {}", run.output())).detail
}

#[tokio::test]
#[cfg(unix)]
async fn a_role_that_a_killed_apply_created_is_adopted_and_completed() {
    for kind in ["hold_after", "hold_before"] {
        let case = Case::start().await;
        case.write(&configuration());
        killed_at(&case, "CreateRole", kind).await;
        let mark = case.mark().await;
        let run = applied(&case.terraform).await;
        if kind == "hold_after" {
            assert!(warned(&run, FOUND).contains("earlier apply in this working directory"), "{}", run.output());
            assert_eq!(case.mutations_since(mark).await, ["AttachPolicyToRole"]);
        } else {
            assert_eq!(case.mutations_since(mark).await, ["CreateRole", "AttachPolicyToRole"]);
        }
        let role = case.role().await;
        assert_eq!(role["policies"][0]["name"], json!("AliyunDTSRolePolicy"));
        let state = case.terraform.attributes("dts_ram_role_trust.source").await.unwrap();
        assert_eq!(state["role_id"], role["role_id"]);
        assert_no_changes(&case.terraform).await;
        case.destroy().await;
    }
}

/// Another team may have created an equal role a moment ago.
#[tokio::test]
async fn a_role_of_another_configuration_is_not_adopted_even_if_it_is_equal() {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    let (before, mark) = (case.role().await, case.mark().await);
    let other = case.another_folder();
    other.write("main.tf", configuration().text()).unwrap();
    let errors = refused(&other).await;
    let pieces = ["It matches the configuration", "was created at 20", "no record", "id = \"ram-for-dts\""];
    assert_detail(only_error(&errors, EXISTS), &pieces);
    assert_eq!(case.role().await, before);
    assert_eq!(case.mutations_since(mark).await, ["CreateRole"]);
    other.destroy().await.unwrap().success().unwrap();
    assert_no_changes(&case.terraform).await;
}

/// Its counterparts: each differs in one thing, which the error names.
#[tokio::test]
async fn a_role_that_differs_belongs_to_another_user() {
    let tags = |key: &str| JsonTags(vec![Tag::new(key, "a")]);
    let differing = [
        ("the trust policy", CreateRole { assume_role_policy_document: OTHER_TRUST.to_owned(), ..left_behind() }),
        ("description", CreateRole { description: Some("theirs".to_owned()), ..left_behind() }),
        ("max_session_duration", CreateRole { max_session_duration: Some(7200), ..left_behind() }),
        ("the tags", CreateRole { tags: tags("team"), ..left_behind() }),
        ("the tags", CreateRole { tags: tags("dts-ownership-id"), ..left_behind() }),
    ];
    for (difference, role) in differing {
        let (case, _) = with_role(role).await;
        is_untouched(&case, &configuration(), &format!("differs from the configuration in {difference}.")).await;
    }
    let (case, external) = with_role(left_behind()).await;
    external.attach("ram-for-dts", "AliyunVPCReadOnlyAccess").await;
    is_untouched(&case, &configuration(), "differs from the configuration in the policies.").await;
}

async fn is_untouched(case: &Case, configuration: &Hcl, piece: &str) {
    let (before, mark) = (case.role().await, case.mark().await);
    let errors = case.refused_apply(configuration).await;
    assert_detail(only_error(&errors, EXISTS), &["import {", "id = \"ram-for-dts\"", piece]);
    assert_eq!(case.role().await, before);
    assert_eq!(case.mutations_since(mark).await, ["CreateRole"]);
}

#[tokio::test]
async fn a_role_with_our_ownership_tag_is_adopted_in_any_condition() {
    let tagged = |id: &str| CreateRole {
        assume_role_policy_document: OTHER_TRUST.to_owned(),
        description: Some("changed meanwhile".to_owned()),
        tags: JsonTags(vec![Tag::new("dts-ownership-id", id), Tag::new("stray", "x")]),
        ..left_behind()
    };
    let (case, _) = with_role(tagged("team-a/prod")).await;
    let mark = case.mark().await;
    let run = case.apply(&owned("team-a/prod")).await;
    assert!(warned(&run, FOUND).contains("ownership_id"), "{}", run.output());
    let calls = ["CreateRole", "UpdateRole", "UntagResources", "AttachPolicyToRole"];
    assert_eq!(case.mutations_since(mark).await, calls);
    let role = case.role().await;
    assert_eq!(role["tags"], json!({"dts-ownership-id": "team-a/prod"}));
    assert!(role["trust"].to_string().contains("2345678901234567@dts.aliyuncs.com"), "{role:#}");
    case.destroy().await;

    let (case, _) = with_role(tagged("team-b")).await;
    is_untouched(&case, &owned("team-a/prod"), "does not have the ownership_id").await;
    // One without a tag is not ours either, were it the same otherwise: we would have tagged it.
    let (case, _) = with_role(left_behind()).await;
    is_untouched(&case, &owned("team-a/prod"), "does not have the ownership_id").await;
}

/// Interrupted while policies are attached, by the kill or according to what is found: some are there, some are not.
#[tokio::test]
async fn policies_that_are_missing_are_attached_and_those_that_are_there_stay() {
    let tags = JsonTags(vec![Tag::new("dts-ownership-id", "team-a")]);
    let (case, external) = with_role(CreateRole { tags, ..left_behind() }).await;
    external.attach("ram-for-dts", "AliyunDTSRolePolicy").await;
    let mark = case.mark().await;
    case.apply(&owned("team-a").with("  role_name  ", "  access_via_vpc = true\n  role_name  ")).await;
    assert_eq!(case.mutations_since(mark).await, ["CreateRole", "AttachPolicyToRole"]);
    assert_eq!(case.role().await["policies"].as_array().unwrap().len(), 2);
    case.destroy().await;
}

#[tokio::test]
async fn a_lost_response_is_resolved_by_a_lookup() {
    for kind in ["drop_after", "drop_before", "http_500"] {
        let case = Case::start().await;
        case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": kind})).await.unwrap();
        let run = case.apply(&configuration()).await;
        let made: Vec<String> = case.mutations_since(0).await;
        if kind == "drop_after" {
            assert!(warned(&run, LOST).contains("created by this apply"), "{}", run.output());
            assert_eq!(made, ["CreateRole", "AttachPolicyToRole"]);
        } else {
            assert!(!run.diagnostics().iter().any(|found| [LOST, FOUND].contains(&found.summary.as_str())), "{kind}");
            assert_eq!(made, ["CreateRole", "CreateRole", "AttachPolicyToRole"], "{kind}: nothing was there");
        }
        assert_eq!(case.role().await["policies"].as_array().unwrap().len(), 1, "{kind}");
        case.destroy().await;
    }
}

/// A role of this name, created by another user while our response was lost, still belongs to that user.
#[tokio::test]
async fn a_foreign_role_is_not_adopted_after_a_lost_response() {
    let (case, _) =
        with_role(CreateRole { assume_role_policy_document: OTHER_TRUST.to_owned(), ..left_behind() }).await;
    case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": "http_500"})).await.unwrap();
    is_untouched(&case, &configuration(), "differs from the configuration in the trust policy.").await;
}

const REPLACE: [&str; 4] = ["apply", "-json", "-auto-approve", "-replace=dts_ram_role_trust.source"];

fn created_before_destroyed(configuration: &Hcl) -> Hcl {
    configuration.with("  role_name  ", "  lifecycle {\n    create_before_destroy = true\n  }\n  role_name  ")
}

/// The new role cannot have the name of the old one, and it does not adopt the old one.
#[tokio::test]
async fn a_role_is_not_adopted_by_its_own_successor() {
    for configuration in [configuration(), owned("team-a/prod")] {
        let case = Case::start().await;
        case.apply(&configuration).await;
        let before = case.role().await;
        case.write(&created_before_destroyed(&configuration));
        let run = case.terraform.run(&REPLACE).await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        assert_detail(only_error(&run.errors(), EXISTS), &["Remove create_before_destroy"]);
        assert_eq!(case.role().await, before);
        assert_no_changes(&case.terraform).await;
        case.destroy().await;
    }
}

/// The counterpart: if the role is destroyed first, it is created again.
#[tokio::test]
async fn a_replaced_role_is_another_role() {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    let before = case.role().await;
    let run = case.terraform.run(&REPLACE).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(run.planned_changes(), ["replace dts_ram_role_trust.source"]);
    assert_ne!(case.role().await["role_id"], before["role_id"]);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

/// Renamed in the configuration without a `moved` block: one resource is destroyed and the other created, in either
/// order. If the create is the first one, it fails, and the next apply creates the role.
#[tokio::test]
async fn a_renamed_resource_ends_with_one_role() {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    case.write(&configuration().with("\"source\"", "\"renamed\""));
    let run = case.terraform.apply().await.unwrap();
    if run.code != Some(0) {
        assert_detail(only_error(&run.errors(), EXISTS), &["add a moved block"]);
        applied(&case.terraform).await;
    }
    assert_no_changes(&case.terraform).await;
    assert_eq!(case.role().await["policies"].as_array().unwrap().len(), 1);
    case.destroy().await;
}

/// What is there after the answer was lost is not the old one.
#[tokio::test]
async fn the_successor_of_a_replaced_role_is_ours_when_its_answer_is_lost() {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    case.control.fault(&json!({"match": {"action": "CreateRole"}, "kind": "drop_after"})).await.unwrap();
    let run = case.terraform.run(&REPLACE).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    warned(&run, LOST);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

/// A second resource for a role that the state holds, in runs that refresh the first one and that do not.
#[tokio::test]
async fn a_resource_that_is_added_does_not_take_the_role_of_an_equal_one() {
    for configuration in [configuration(), owned("team-a/prod")] {
        let case = Case::start().await;
        case.write(&configuration);
        applied(&case.terraform).await;
        let before = case.role().await;
        case.write(&configuration.and(&hcl::trust().with("\"source\"", "\"again\"")));
        for option in ["-target=dts_ram_role_trust.again", "-refresh=false", "-refresh=true"] {
            let run = case.terraform.run(&["apply", "-json", "-auto-approve", option]).await.unwrap();
            only_error(&run.errors(), EXISTS);
            assert_eq!(case.role().await, before);
        }
        case.destroy().await;
    }
}

/// Two resources for one role: one of them creates it, the other must not adopt it.
#[tokio::test]
async fn two_resources_do_not_share_a_role() {
    let case = Case::start().await;
    let twice = configuration().and(&hcl::trust().with("\"source\"", "\"again\""));
    let errors = case.refused_apply(&twice).await;
    only_error(&errors, EXISTS);
    assert_eq!(case.mutations_since(0).await.iter().filter(|made| *made == "AttachPolicyToRole").count(), 1);
}
