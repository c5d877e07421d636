//! `dts_tencent_migration_task`: from the configuration across accounts to the completed migration.

use acceptance_harness::profiles::{Key, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_harness::terraform::Run;
use serde_json::{Value as Json, json};
use tencent::cam::{AttachRolePolicy, CreateRole, DeleteRole, DetachRolePolicy};
use tencent::{CallContext, Cloud, Config};

use crate::support::case::{Case, applied, assert_detail, assert_line, only_error, refused};
use crate::support::hcl::Hcl;
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

const TASK: &str = "dts_tencent_migration_task.orders";
const ROLE: &str = "DTS-role";
pub(super) const EXTERNAL_ID: &str = "canary-external-id";
const SOURCE_PASSWORD: &str = "tencent-source-password";
const TARGET_PASSWORD: &str = "tencent-target-password";
const POLICIES: [&str; 2] = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];

/// A job from the database of another account, whose task has these further arguments.
pub(super) fn configuration(arguments: &str) -> Hcl {
    Hcl::new(format!(
        r#"terraform {{
  required_providers {{
    dts = {{
      source = "crossaccount/dts"
    }}
  }}
}}

provider "dts" {{
  tencent {{
    profile = "tencent-target"
  }}
}}

resource "dts_tencent_migration_instance" "orders" {{
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "small"
  on_destroy         = "stop_and_release"
}}

resource "dts_tencent_migration_task" "orders" {{
  instance_id = dts_tencent_migration_instance.orders.id
  {arguments}
  objects {{
    databases = {{ orders = {{ tables = {{ customers = {{ rename = "clients" }}, orders = {{}} }} }}, inventory = {{ all = true }} }}
  }}
  source {{
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-src00001"
    username            = "dts"
    password_wo         = "{SOURCE_PASSWORD}"
    password_wo_version = 1
    cross_account {{
      account_id  = "700000000001"
      role_name   = "{ROLE}"
      external_id = "{EXTERNAL_ID}"
    }}
  }}
  destination {{
    engine              = "mysql"
    access_type         = "cdb"
    region              = "ap-guangzhou"
    node_type           = "simple"
    instance_id         = "cdb-dst00001"
    username            = "dts"
    password_wo         = "{TARGET_PASSWORD}"
    password_wo_version = 1
  }}
}}
"#
    ))
}

/// What the error of the sub-user advises.
const GRANT: &str = r#"
provider "dts" {
  alias = "root"
  tencent {
    profile = "tencent-target"
  }
}

resource "dts_cam_assume_role_grant" "operator" {
  provider    = dts.root
  policy_name = "dts-assume-role"
  role_arns   = ["qcs::cam::uin/700000000001:roleName/DTS-role"]
  user_uins   = ["700000000021"]
}
"#;

/// The account with the source.
pub(super) struct Source(Cloud);

impl Source {
    fn of(case: &Case) -> Self {
        let Key { id, secret, .. } = TENCENT_SOURCE;
        let mut config = Config { max_retries: 0, ..Config::new("ap-guangzhou") };
        config.endpoints.domain = Some(case.emulator.url());
        config.credentials.secret_id = Some(id.to_owned());
        config.credentials.secret_key = Some(secret.into());
        Self(Cloud::new(config).unwrap())
    }

    /// The role that trusts the account of the job, with the policies.
    pub(super) async fn complete(case: &Case) -> Self {
        let source = Self::of(case);
        source.create_role().await;
        source.attach_policies().await;
        source
    }

    async fn create_role(&self) {
        let trust = json!({"version": "2.0", "statement": [{
            "effect": "allow", "action": "name/sts:AssumeRole",
            "principal": {"qcs": ["qcs::cam::uin/700000000002:root"]},
            "condition": {"string_equal": {"sts:external_id": EXTERNAL_ID}},
        }]});
        let role = CreateRole {
            role_name: ROLE.to_owned(),
            policy_document: trust.to_string().into(),
            ..CreateRole::default()
        };
        self.0.call(&role, &CallContext::default()).await.unwrap();
    }

    async fn attach_policies(&self) {
        for policy in POLICIES {
            let (policy_name, attach_role_name) = (Some(policy.to_owned()), Some(ROLE.to_owned()));
            let attach = AttachRolePolicy { policy_name, attach_role_name, ..AttachRolePolicy::default() };
            self.0.call(&attach, &CallContext::default()).await.unwrap();
        }
    }

    /// Destroys what Terraform has, and the role.
    pub(super) async fn destroy(self, case: &Case) {
        case.terraform.destroy().await.unwrap().success().unwrap();
        for policy in POLICIES {
            let (policy_name, detach_role_name) = (Some(policy.to_owned()), Some(ROLE.to_owned()));
            let detach = DetachRolePolicy { policy_name, detach_role_name, ..DetachRolePolicy::default() };
            self.0.call(&detach, &CallContext::default()).await.unwrap();
        }
        let delete = DeleteRole { role_name: Some(ROLE.to_owned()), role_id: None };
        self.0.call(&delete, &CallContext::default()).await.unwrap();
        case.is_empty().await;
    }
}

async fn job(case: &Case) -> Json {
    let jobs = case.account(TENCENT_TARGET.account).await["jobs"].as_array().unwrap().clone();
    assert_eq!(jobs.len(), 1, "{jobs:#?}");
    jobs[0].clone()
}

async fn job_id(case: &Case) -> String {
    job(case).await["id"].as_str().unwrap().to_owned()
}

async fn force(case: &Case, state: Json) {
    case.control.force(&job_id(case).await, &state).await.unwrap();
}

async fn attribute(case: &Case, name: &str) -> Json {
    case.terraform.attributes(TASK).await.unwrap()[name].clone()
}

fn warned(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "warning");
    warnings.map(|warning| warning.summary).filter(|summary| !summary.starts_with("Provider development")).collect()
}

#[tokio::test]
async fn a_migration_across_accounts_runs_from_the_configuration_to_the_cut_over() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    let mark = case.mark().await;
    case.apply(&configuration("")).await;
    assert_eq!(
        case.mutations_since(mark).await,
        ["CreateMigrationService", "AssumeRole", "ModifyMigrationJob", "CreateMigrateCheckJob", "StartMigrateJob"]
    );
    assert_eq!(attribute(&case, "check_state").await, "passed");
    assert_eq!(attribute(&case, "is_cross_account").await, true);
    assert_eq!(attribute(&case, "check_steps").await["ConnectDBCheck"], "pass");

    let mark = case.mark().await;
    case.apply(&configuration("rate_limit {\n    dump_threads = 4\n  }")).await;
    assert_eq!(case.mutations_since(mark).await, ["ModifyMigrateRateLimit"]);

    let limited = "rate_limit {\n    dump_threads = 4\n  }\n";
    let mark = case.mark().await;
    case.apply(&configuration(&format!("desired_status = \"paused\"\n  {limited}"))).await;
    assert_eq!(attribute(&case, "status").await, "manualPaused");
    case.apply(&configuration(&format!("desired_status = \"running\"\n  {limited}"))).await;
    case.apply(&configuration(&format!("desired_status = \"completed\"\n  {limited}"))).await;
    assert_eq!(case.mutations_since(mark).await, ["PauseMigrateJob", "ContinueMigrateJob", "CompleteMigrateJob"]);
    assert_eq!(
        (attribute(&case, "status").await, job(&case).await["status"].clone()),
        (json!("success"), json!("success"))
    );
    source.destroy(&case).await;
}

/// The next apply continues with the job, and waits as the configuration says.
#[cfg(unix)]
#[tokio::test]
async fn an_apply_that_was_killed_after_the_start_waits_again() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    let waiting = configuration("wait_for = \"caught_up\"\n  on_destroy = \"stop\"");
    case.write(&waiting);
    killed_at(&case, "StartMigrateJob", "hold_after").await;
    case.apply(&waiting).await;
    assert_eq!(
        (attribute(&case, "caught_up").await, job(&case).await["status"].clone()),
        (json!(true), json!("readyComplete"))
    );
    source.destroy(&case).await;
}

#[tokio::test]
async fn no_secret_is_in_the_state_or_the_plan() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.write(&configuration(""));
    case.terraform.run(&["plan", "-out", "saved"]).await.unwrap().success().unwrap();
    let plan = case.terraform.run(&["show", "-json", "saved"]).await.unwrap();
    let run = applied(&case.terraform).await;
    let state = case.terraform.run(&["state", "pull"]).await.unwrap();
    let texts = [plan.output(), run.output(), state.output()];
    let secrets = [EXTERNAL_ID, SOURCE_PASSWORD, TARGET_PASSWORD, "TmpSecretKey", "TmpToken"];
    for secret in secrets {
        for (at, text) in texts.iter().enumerate() {
            let shown = text.find(secret).map(|start| &text[start.saturating_sub(200)..(start + 100).min(text.len())]);
            // The configuration in the JSON of a plan has the texts that are written in it.
            let in_configuration = at == 0 && shown.is_some_and(|_| text.matches(secret).count() == 1);
            assert!(shown.is_none() || in_configuration, "{secret} in text {at}: {shown:?}");
        }
    }
    case.write(&configuration("on_destroy = \"stop\""));
    applied(&case.terraform).await;
    source.destroy(&case).await;
}

#[tokio::test]
async fn each_cross_account_error_has_its_advice_and_passes_after_the_repair() {
    let case = Case::start().await;
    let impatient = configuration("desired_status = \"checked\"\n  timeouts {\n    create = \"12s\"\n  }");
    let errors = case.refused_apply(&impatient).await;
    let error = only_error(&errors, "Cannot assume the role of the source's owner");
    assert_detail(error, &["InternalError.GetRoleError", "The role does not exist", "dts_cam_role_trust"]);
    assert_line(error, &impatient, "role_name");

    let source = Source::of(&case);
    source.create_role().await;
    let wrong = impatient.with(EXTERNAL_ID, "another-external-id");
    let errors = case.refused_apply(&wrong).await;
    let error = only_error(&errors, "Cannot assume the role of the source's owner");
    assert_detail(error, &["UnauthorizedOperation", "cross_account.external_id"]);
    assert!(!error.detail.contains("another-external-id"), "{}", error.detail);

    let errors = case.refused_apply(&impatient).await;
    let error = only_error(&errors, "The role of the source's owner does not reach the source");
    assert_detail(error, &["InternalError.InternalInnerCommonError", "read-only policy", "source_engines"]);

    source.attach_policies().await;
    let operator = impatient.with("profile = \"tencent-target\"", "profile = \"tencent-operator\"");
    let errors = case.refused_apply(&operator).await;
    let error = only_error(&errors, "Cannot assume the role of the source's owner");
    let arn = format!("qcs::cam::uin/700000000001:roleName/{ROLE}");
    let grant = format!(
        "dts_cam_assume_role_grant of the root account must allow it to assume this role: role_arns = [{arn:?}]"
    );
    assert_detail(error, &["sts:AssumeRole", &arn, &grant]);
    let repaired = operator
        .with(
            "desired_status = \"checked\"",
            "depends_on = [dts_cam_assume_role_grant.operator]\n  desired_status = \"checked\"",
        )
        .and(&Hcl::new(GRANT));
    case.apply(&repaired).await;
    assert_eq!(attribute(&case, "status").await, "checkPass");
    case.terraform.run(&["destroy", "-auto-approve"]).await.unwrap().success().unwrap();

    let absent = impatient.with("cdb-src00001", "cdb-src99999");
    let errors = case.refused_apply(&absent).await;
    assert_line(only_error(&errors, "The source does not exist"), &absent, "instance_id         = \"cdb-src99999\"");

    case.apply(&impatient).await;
    assert_eq!(attribute(&case, "status").await, "checkPass");
    source.destroy(&case).await;
}

#[tokio::test]
async fn each_failed_step_of_a_check_is_an_error_and_the_next_apply_continues() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    let tables = r#"databases = { orders = { tables = { customers = { rename = "clients" }, orders = {} } }, inventory = { all = true } }"#;
    let findings = configuration("").with("cdb-src00001", "cdb-src00002").with(tables, "all = true");
    let errors = case.refused_apply(&findings).await;
    let titles: Vec<&str> = errors.iter().map(|error| error.summary.as_str()).collect();
    assert!(titles.contains(&"Check step ConstraintCheck failed"), "{titles:?}");
    assert!(titles.contains(&"Check step BinlogParamCheck failed"), "{titles:?}");
    let constraint = errors.iter().find(|error| error.summary.contains("ConstraintCheck")).unwrap();
    assert_detail(constraint, &["skip = [\"ConstraintCheck\"]", "To repair it"]);
    let state = case.terraform.run(&["state", "list"]).await.unwrap();
    assert!(!state.output().contains(TASK), "the task is not in the state: {}", state.output());

    // The job is configured, and the record proves that it is ours.
    let wrong = configuration("").with(SOURCE_PASSWORD, "wrong");
    let errors = case.refused_apply(&wrong).await;
    assert!(errors.iter().any(|error| error.summary == "Check step ConnectDBCheck failed"), "{errors:?}");
    let run = case.apply(&configuration("")).await;
    assert_eq!(warned(&run), ["An existing migration job is now managed by Terraform"]);

    case.write(&configuration("on_destroy = \"stop\""));
    applied(&case.terraform).await;
    source.destroy(&case).await;
}

#[tokio::test]
async fn a_step_that_can_be_skipped_is_skipped_and_a_change_is_checked_again() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    let checked = "desired_status = \"checked\"\n";
    case.apply(&configuration(checked)).await;
    assert_eq!(attribute(&case, "desired_status").await, "checked");
    force(&case, json!({"precheck": {"OptimizeCheck": "failed"}})).await;
    let rerun = |skip: &str| configuration(&format!("{checked}  check {{\n    rerun = 1\n{skip}  }}"));
    let errors = case.refused_apply(&rerun("")).await;
    only_error(&errors, "Check step OptimizeCheck failed");
    assert_eq!(attribute(&case, "check_state").await, "failed");

    let mark = case.mark().await;
    case.apply(&rerun("    skip = [\"OptimizeCheck\"]\n")).await;
    assert_eq!(case.mutations_since(mark).await, ["CreateMigrateCheckJob", "SkipCheckItem", "CreateMigrateCheckJob"]);
    assert_eq!(attribute(&case, "check_state").await, "passed");

    let mark = case.mark().await;
    let other = rerun("    skip = [\"OptimizeCheck\"]\n").with("rename = \"clients\"", "rename = \"buyers\"");
    case.apply(&other).await;
    assert_eq!(case.mutations_since(mark).await, ["AssumeRole", "ModifyMigrationJob", "CreateMigrateCheckJob"]);
    source.destroy(&case).await;
}

#[tokio::test]
async fn a_configured_job_stops_the_create_with_its_import_block() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.apply(&configuration("")).await;
    let id = job_id(&case).await;
    case.terraform.run(&["state", "rm", TASK]).await.unwrap().success().unwrap();
    let mark = case.mark().await;
    let errors = case.refused_apply(&configuration("")).await;
    let error = only_error(&errors, "The migration job is configured already");
    assert_detail(error, &[&format!("to = dts_tencent_migration_task.NAME\n    id = {id:?}"), "Nothing was changed."]);
    assert_eq!(case.mutations_since(mark).await, [""; 0]);

    case.terraform.run(&["import", TASK, &id]).await.unwrap().success().unwrap();
    let mark = case.mark().await;
    case.apply(&configuration("on_destroy = \"stop\"")).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    source.destroy(&case).await;
}

#[tokio::test]
async fn a_job_that_migrates_is_stopped_only_on_request() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.apply(&configuration("")).await;
    let destroy = ["destroy", "-json", "-auto-approve", "-target", TASK];
    let run = case.terraform.run(&destroy).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_detail(only_error(&run.errors(), "The migration is running"), &["desired_status = \"completed\""]);
    case.apply(&configuration("on_destroy = \"stop\"")).await;
    let mark = case.mark().await;
    source.destroy(&case).await;
    assert_eq!(case.mutations_since(mark).await[..3], ["StopMigrateJob", "IsolateMigrateJob", "DestroyMigrateJob"]);
}

#[tokio::test]
async fn what_was_changed_outside_is_shown_and_repaired() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.apply(&configuration("")).await;
    force(&case, json!({"status": "manualPaused"})).await;
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(warned(&run), ["The migration was paused outside Terraform"]);
    let mark = case.mark().await;
    case.apply(&configuration("")).await;
    assert_eq!(case.mutations_since(mark).await, ["ContinueMigrateJob"]);

    force(&case, json!({"status": "failed", "error_message": "disk full"})).await;
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(warned(&run), ["The migration failed"]);
    let mark = case.mark().await;
    case.apply(&configuration("")).await;
    assert_eq!(case.mutations_since(mark).await, ["ResumeMigrateJob"]);

    force(&case, json!({"status": "canceled"})).await;
    let run = case.terraform.plan().await.unwrap();
    assert_eq!((run.code, warned(&run)), (Some(0), vec!["The migration was stopped outside Terraform".to_owned()]));
    source.destroy(&case).await;
}

#[tokio::test]
async fn a_started_job_keeps_its_configuration() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.apply(&configuration("")).await;
    for (from, to, line) in [
        ("rename = \"clients\"", "rename = \"buyers\"", "databases"),
        ("cdb-dst00001", "cdb-dst00002", "instance_id         = \"cdb-dst00002\""),
    ] {
        let changed = configuration("").with(from, to);
        let errors = case.refused_plan(&changed).await;
        assert_line(only_error(&errors, "DTS cannot change this after the start"), &changed, line);
    }
    let errors = case.refused_plan(&configuration("desired_status = \"checked\"")).await;
    assert_detail(only_error(&errors, "The job cannot get this status"), &["it has started"]);
    case.apply(&configuration("max_delay_seconds = 60\n  on_destroy = \"stop\"")).await;
    source.destroy(&case).await;
}

#[tokio::test]
async fn a_job_that_was_destroyed_outside_stays_known() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    case.apply(&configuration("desired_status = \"completed\"")).await;
    applied(&case.terraform).await;
    force(&case, json!({"status": "offlined"})).await;
    let run = case.terraform.plan().await.unwrap();
    assert!(warned(&run).contains(&"The migration job was destroyed".to_owned()), "{}", run.output());
    assert_eq!(run.code, Some(0), "{}", run.output());
    case.terraform.destroy().await.unwrap().success().unwrap();
    drop(source);
}

#[tokio::test]
async fn an_unknown_job_is_refused() {
    let case = Case::start().await;
    let unknown = configuration("").with("dts_tencent_migration_instance.orders.id", "\"dts-00000000\"");
    let errors = refused_with(&case, &unknown).await;
    assert_detail(only_error(&errors, "No such migration job"), &["dts-00000000"]);
    case.destroy().await;
}

async fn refused_with(case: &Case, configuration: &Hcl) -> Vec<acceptance_harness::terraform::Diagnostic> {
    case.write(configuration);
    refused(&case.terraform).await
}
