//! Changes outside Terraform are detected and corrected.

use acceptance_harness::profiles::SOURCE_OWNER;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const ROLE: &str = "ram-for-dts";
const VPC_POLICY: &str = "AliyunVPCReadOnlyAccess";

async fn trusted() -> (Case, ExternalClient, Hcl) {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let configuration = hcl::providers().and(&hcl::trust());
    case.apply(&configuration).await;
    (case, external, configuration)
}

/// The plan must show this change, and one apply must carry it out.
async fn repaired(case: &Case, change: &str) {
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{}", run.output());
    assert_eq!(run.planned_changes(), [change]);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn an_edited_trust_is_written_again() {
    let (case, external, _) = trusted().await;
    let edited = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["3456789012345678@dts.aliyuncs.com"]}}]}"#;
    external.set_trust(ROLE, edited).await;
    repaired(&case, "update dts_ram_role_trust.source").await;
    assert!(!case.role().await["trust"].to_string().contains("3456789012345678"));
}

/// The counterpart: a different text with the same meaning is not drift.
#[tokio::test]
async fn another_text_of_the_same_meaning_is_no_drift() {
    let (case, external, _) = trusted().await;
    let same = r#"{"Statement":[{"Principal":{"Service":"2345678901234567@dts.aliyuncs.com","RAM":"acs:ram::2345678901234567:root"},"Action":["sts:AssumeRole"],"Effect":"Allow"}],"Version":"1"}"#;
    external.set_trust(ROLE, same).await;
    assert_no_changes(&case.terraform).await;
}

/// The names of the policies of the role.
async fn policies(case: &Case) -> Vec<String> {
    let role = case.role().await;
    role["policies"].as_array().unwrap().iter().map(|policy| policy["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn without_permission_policies_those_of_others_stay_and_ours_are_attached_again() {
    let (case, external, configuration) = trusted().await;
    external.attach(ROLE, VPC_POLICY).await;
    external.attach(ROLE, "AliyunRDSReadOnlyAccess").await;
    assert_no_changes(&case.terraform).await;
    external.detach(ROLE, "AliyunDTSRolePolicy").await;
    repaired(&case, "update dts_ram_role_trust.source").await;
    assert_eq!(policies(&case).await, ["AliyunDTSRolePolicy", "AliyunRDSReadOnlyAccess", VPC_POLICY]);
    let errors = case.terraform.run(&["destroy", "-json", "-auto-approve"]).await.unwrap().errors();
    let error = only_error(&errors, "The RAM role has policies that this resource did not attach");
    assert_detail(error, &[VPC_POLICY, "AliyunRDSReadOnlyAccess"]);
    assert!(!error.detail.contains("AliyunDTSRolePolicy"), "{}", error.detail);

    // The counterpart: a written list is complete.
    let written = r#"permission_policies = [{ type = "System", name = "AliyunDTSRolePolicy" }]"#;
    case.apply(&configuration.with("role_name  ", &format!("{written}\n  role_name  "))).await;
    assert_eq!(policies(&case).await, ["AliyunDTSRolePolicy"]);
    external.attach(ROLE, VPC_POLICY).await;
    repaired(&case, "update dts_ram_role_trust.source").await;
    assert_eq!(policies(&case).await, ["AliyunDTSRolePolicy"]);
    case.destroy().await;
}

/// The warnings of a plan about the resource.
async fn plan_warnings(case: &Case) -> Vec<acceptance_harness::terraform::Diagnostic> {
    let run = case.terraform.plan().await.unwrap();
    run.diagnostics().into_iter().filter(|one| one.severity == "warning" && !one.address.is_empty()).collect()
}

#[tokio::test]
async fn a_statement_that_would_be_removed_is_named_and_can_be_kept() {
    let (case, external, configuration) = trusted().await;
    let ours = case.role().await["trust"].clone();
    let mut guarded = ours.clone();
    let deny = serde_json::json!({
        "Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::2345678901234567:user/intern"]},
    });
    guarded["Statement"].as_array_mut().unwrap().push(deny);
    external.set_trust(ROLE, &guarded.to_string()).await;
    let warnings = plan_warnings(&case).await;
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert_eq!(warnings[0].summary, "Statements of the trust policy are removed");
    assert_detail(&warnings[0], &["user/intern", "ignore_changes = [trust_policy]"]);

    let kept =
        configuration.with("role_name  ", "lifecycle {\n    ignore_changes = [trust_policy]\n  }\n  role_name  ");
    case.apply(&kept).await;
    case.apply(&kept.with("role_name  ", "max_session_duration = 7200\n  role_name  ")).await;
    assert!(case.role().await["trust"].to_string().contains("intern"), "the document is not written");

    // The counterpart: without ignore_changes, the apply removes it as the warning says.
    case.apply(&configuration).await;
    assert_eq!(case.role().await["trust"], ours);
    assert!(plan_warnings(&case).await.is_empty());
    case.destroy().await;
}

#[tokio::test]
async fn an_empty_condition_and_more_statements_are_no_drift() {
    let (case, external, _) = trusted().await;
    let statement = |principal: &str| {
        format!(r#"{{"Effect":"Allow","Action":["sts:AssumeRole"],"Condition":{{}},"Principal":{principal}}}"#)
    };
    let (ram, service) =
        (r#"{"RAM":"acs:ram::2345678901234567:root"}"#, r#"{"Service":"2345678901234567@dts.aliyuncs.com"}"#);
    let split = format!(r#"{{"Version":"1","Statement":[{},{}]}}"#, statement(service), statement(ram));
    external.set_trust(ROLE, &split).await;
    assert_no_changes(&case.terraform).await;
}

/// A role that the console created trusts the account only, and not its DTS.
#[tokio::test]
async fn a_role_of_the_console_is_imported_with_its_trusted_account() {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let of_console = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::2345678901234567:root"]}}]}"#;
    external.create_role(ROLE, of_console).await;
    let import = "import {\n  to       = dts_ram_role_trust.source\n  id       = \"ram-for-dts\"\n  provider = dts.source_owner\n}\n";
    case.write(&hcl::providers().and(&Hcl::new(import)));
    let plan = ["plan", "-no-color", "-generate-config-out=generated.tf"];
    let run = case.terraform.run(&plan).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert!(run.stdout.contains("1 to import, 0 to add, 1 to change, 0 to destroy"), "{}", run.stdout);
    let generated = std::fs::read_to_string(case.terraform.directory().join("generated.tf")).unwrap();
    // Newer versions leave out more arguments, which changes the alignment.
    let words: Vec<&str> = generated.split_whitespace().collect();
    assert!(words.join(" ").contains("trusted_account_ids = [\"2345678901234567\"]"), "{generated}");
    case.terraform.apply().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_no_changes(&case.terraform).await;
    assert!(case.role().await["trust"].to_string().contains("2345678901234567@dts.aliyuncs.com"));
    case.destroy().await;
}

#[tokio::test]
async fn a_tag_that_is_null_is_no_tag() {
    let (case, _, configuration) = trusted().await;
    case.apply(&configuration.with("role_name  ", "tags = { team = \"a\", none = null }\n  role_name  ")).await;
    assert_eq!(case.role().await["tags"], serde_json::json!({"team": "a"}));
    case.apply(&configuration.with("role_name  ", "tags = { team = null }\n  role_name  ")).await;
    assert_eq!(case.role().await["tags"], serde_json::json!({}));
}

#[tokio::test]
async fn a_deleted_role_is_created_again() {
    let (case, external, _) = trusted().await;
    external.detach(ROLE, "AliyunDTSRolePolicy").await;
    external.delete_role(ROLE).await;
    repaired(&case, "create dts_ram_role_trust.source").await;
    case.destroy().await;
}

/// Policies that were attached outside Terraform are not detached unless the configuration allows it.
#[tokio::test]
async fn a_foreign_policy_prevents_destroy_unless_forced() {
    let (case, external, configuration) = trusted().await;
    external.attach(ROLE, VPC_POLICY).await;
    let run = case.terraform.run(&["destroy", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let error = only_error(&errors, "The RAM role has policies that this resource did not attach");
    assert_detail(error, &["System/AliyunVPCReadOnlyAccess", "force_detach_policies = true"]);
    assert_eq!(case.role().await["policies"].as_array().unwrap().len(), 2, "nothing was changed");

    let forced = configuration.with("role_name  ", "force_detach_policies = true\n  role_name  ");
    case.terraform.write("main.tf", forced.text()).unwrap();
    case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap().success().unwrap();
    case.destroy().await;
}

/// An existing role with this name belongs to someone else.
#[tokio::test]
async fn an_existing_role_is_not_taken_over_but_can_be_imported() {
    let case = Case::start().await;
    let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    let other = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["ecs.aliyuncs.com"]}}]}"#;
    external.create_role(ROLE, other).await;
    let configuration = hcl::providers().and(&hcl::trust());
    let errors = case.refused_apply(&configuration).await;
    let error = only_error(&errors, "The RAM role exists already");
    assert_detail(
        error,
        &["EntityAlreadyExists.Role", "import {", "to = dts_ram_role_trust.NAME", "id = \"ram-for-dts\""],
    );
    assert!(case.role().await["trust"].to_string().contains("ecs.aliyuncs.com"), "untouched");

    // The import block of the message, with the name of this configuration.
    let from = error.detail.find("import {").unwrap();
    let block = error.detail[from..].replace("NAME", "source");
    case.apply(&configuration.and(&Hcl::new(block))).await;
    assert!(case.role().await["trust"].to_string().contains("2345678901234567@dts.aliyuncs.com"));
    case.destroy().await;
}
