//! What the task reports when the source owner's account does not admit DTS, and that fixing the trust is enough.
//!
//! Two teams, two folders: the owner's has the trust, ours the task. So the trust can be broken while the task is
//! applied.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use acceptance_harness::terraform::{Diagnostic, Terraform};
use dts_emulator::{Options, ReportMode};

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, only_error};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};

const ROLE: &str = "ram-for-dts";
const DTS_POLICY: &str = "AliyunDTSRolePolicy";
const ALLOWED: &str = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::2345678901234567:root"],"Service":["2345678901234567@dts.aliyuncs.com"]}}"#;

struct TwoTeams {
    case: Case,
    owner: Terraform,
    external: ExternalClient,
}

impl TwoTeams {
    /// The owner has applied the trust.
    async fn start(options: Options) -> Self {
        let case = Case::with(Options { polls: 1, ..options }).await;
        let owner = case.another_folder();
        let external = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
        let teams = Self { case, owner, external };
        teams.owner_applies(&hcl::trust()).await;
        teams
    }

    async fn owner_applies(&self, trust: &Hcl) {
        self.owner.write("main.tf", hcl::providers().and(trust).text()).unwrap();
        applied(&self.owner).await;
    }

    /// Applies the task, which must fail with one error, and then fixes the trust: the same apply must pass.
    async fn fails_and_passes_when_fixed(&self, code: &str) -> Diagnostic {
        let configuration = our_task();
        let errors = self.case.refused_apply(&configuration).await;
        let error = only_error(&errors, "Cannot configure the migration task").clone();
        assert_line(&error, &configuration, "role_name  = ");
        assert_detail(&error, &[code, SOURCE_OWNER.account, DESTINATION_OWNER.account, ROLE]);
        // The trust policy cannot be the cause if there is no role.
        let is_absent = error.detail.contains("EntityNotExist");
        assert_detail(&error, &["dts_ram_role_trust"]);
        assert_eq!(error.detail.contains("trusted_account_ids"), !is_absent, "{}", error.detail);
        self.request_id_is_in_the_log(&error, code).await;
        let account = self.case.account(DESTINATION_OWNER.account).await;
        assert_eq!(account["jobs"].as_array().unwrap().len(), 0, "a refused job is none: {account:#}");

        self.owner_applies(&hcl::trust()).await;
        applied(&self.case.terraform).await;
        assert_no_changes(&self.case.terraform).await;
        assert_eq!(self.case.job().await["status"], "PreCheckPass");
        error
    }

    async fn request_id_is_in_the_log(&self, error: &Diagnostic, code: &str) {
        let said = error.detail.split_once("Request ID: ").expect("a request id").1;
        let id = said.split([',', '.', '\n']).next().unwrap();
        let calls = self.case.control.requests().await.unwrap();
        let call = calls.iter().find(|call| call["request_id"] == id);
        let call = call.unwrap_or_else(|| panic!("{id} is no request of {calls:#?}"));
        assert_eq!(call["action"], "ConfigureDtsJob");
        assert!(call["outcome"].as_str().unwrap().contains(code), "{call:#}");
    }
}

/// The wait for new roles is shortened to some seconds.
fn our_task() -> Hcl {
    let timeouts = "  objects = {\n    orders = { all = true }\n  }\n\n  timeouts {\n    create = \"4s\"\n  }";
    hcl::providers().and(&hcl::task().with("  objects = {\n    orders = { all = true }\n  }", timeouts))
}

fn document(statements: &[&str]) -> String {
    format!(r#"{{"Version":"1","Statement":[{}]}}"#, statements.join(","))
}

#[tokio::test]
async fn a_trust_that_was_removed() {
    let teams = TwoTeams::start(Options::default()).await;
    let unrelated = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["ecs.aliyuncs.com"]}}"#;
    teams.external.set_trust(ROLE, &document(&[unrelated])).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

#[tokio::test]
async fn a_policy_that_was_detached() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.external.detach(ROLE, DTS_POLICY).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

#[tokio::test]
async fn a_policy_that_does_not_allow_enough() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.external.detach(ROLE, DTS_POLICY).await;
    teams.external.attach(ROLE, "AliyunVPCReadOnlyAccess").await;
    let error = teams.fails_and_passes_when_fixed("NoPermission").await;
    assert_detail(&error, &["rds:"]);
}

#[tokio::test]
async fn a_wrong_trusted_account() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.owner_applies(&hcl::trust().with("2345678901234567", "3456789012345678")).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

#[tokio::test]
async fn a_role_that_is_absent() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.external.detach(ROLE, DTS_POLICY).await;
    teams.external.delete_role(ROLE).await;
    let error = teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
    assert_detail(&error, &["EntityNotExist.Role"]);
}

#[tokio::test]
async fn only_the_ram_principal_is_trusted() {
    let teams = TwoTeams::start(Options::default()).await;
    let ram = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::2345678901234567:root"]}}"#;
    teams.external.set_trust(ROLE, &document(&[ram])).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

#[tokio::test]
async fn a_deny_statement_was_added() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.external.set_trust(ROLE, &document(&[ALLOWED, &ALLOWED.replace("Allow", "Deny")])).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

#[tokio::test]
async fn a_condition_was_added() {
    let teams = TwoTeams::start(Options::default()).await;
    let condition = r#""Effect":"Allow","Condition":{"StringEquals":{"sts:ExternalId":"x"}}"#;
    teams.external.set_trust(ROLE, &document(&[&ALLOWED.replace(r#""Effect":"Allow""#, condition)])).await;
    teams.fails_and_passes_when_fixed("AssumeRoleFail").await;
}

/// Where the cloud reports it as a failed precheck item, the user reads the same cause.
#[tokio::test]
async fn the_same_reported_by_the_precheck() {
    let teams = TwoTeams::start(Options { report_cross_account: ReportMode::Precheck, ..Options::default() }).await;
    teams.external.detach(ROLE, DTS_POLICY).await;
    let configuration = our_task();
    let errors = teams.case.refused_apply(&configuration).await;
    let error = only_error(&errors, "Precheck item CHECK_CONN_SRC failed");
    assert_line(error, &configuration, "\"dts\" # source");
    assert_detail(error, &["AssumeRoleFail", "cannot be ignored"]);

    teams.owner_applies(&hcl::trust()).await;
    applied(&teams.case.terraform).await;
    assert_no_changes(&teams.case.terraform).await;
}

#[tokio::test]
async fn an_untouched_trust_passes_at_once() {
    let teams = TwoTeams::start(Options::default()).await;
    teams.case.apply(&our_task()).await;
    assert_eq!(teams.case.job().await["status"], "PreCheckPass");
    assert_no_changes(&teams.owner).await;
}
