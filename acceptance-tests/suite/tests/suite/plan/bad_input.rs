//! Invalid input and its error messages; each test also shows what is allowed.

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::Diagnostic;

use crate::support::case::{Case, assert_detail, assert_line, only_error};
use crate::support::hcl::{self, Hcl};
use acceptance_harness::built_in::with_profiles;

fn trust() -> Hcl {
    hcl::providers().and(&hcl::trust())
}

/// The provider block of the source owner, with a replaced text.
fn trust_with_provider(from: &str, to: &str) -> Hcl {
    trust().with(from, to)
}

async fn validate_refused(case: &Case, configuration: &Hcl) -> Vec<Diagnostic> {
    case.write(configuration);
    let run = case.terraform.validate().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    run.errors()
}

async fn validate_accepted(case: &Case, configuration: &Hcl) {
    case.write(configuration);
    case.terraform.validate().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
}

#[tokio::test]
async fn no_credentials() {
    let mut case = Case::start().await;
    std::fs::remove_dir_all(case.terraform.home().join(".aliyun")).unwrap();
    let configuration = trust_with_provider("\n    profile = \"source-owner\"", "");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "No usable Alibaba Cloud credentials");
    assert_detail(error, &["ALIBABA_CLOUD_ACCESS_KEY_ID", "profile"]);
    assert_eq!(
        error.place.as_ref().unwrap().line,
        configuration.line_of("alias = \"source_owner\"") + 1,
        "the block alibaba"
    );

    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_ID", SOURCE_OWNER.id);
    case.terraform.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SOURCE_OWNER.secret);
    case.apply(&configuration).await;
}

#[tokio::test]
async fn a_profile_that_does_not_exist() {
    let case = Case::start().await;
    let configuration = trust_with_provider("\"source-owner\"", "\"unknown-profile\"");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "No usable Alibaba Cloud credentials");
    assert_detail(error, &["\"unknown-profile\"", "config.json", "source-owner", "destination-owner"]);
    case.apply(&trust()).await;
}

#[tokio::test]
async fn a_wrong_secret() {
    let case = Case::start().await;
    let wrong = Key { secret: "not-the-secret", ..SOURCE_OWNER };
    with_profiles(&case.terraform, &[wrong, DESTINATION_OWNER]).unwrap();
    let errors = case.refused_plan(&trust()).await;
    let error = only_error(&errors, "Unable to determine the account of these credentials");
    assert_detail(error, &["SignatureDoesNotMatch", "Request ID: ", "STS GetCallerIdentity"]);
    assert!(!error.detail.contains("not-the-secret"), "{}", error.detail);
    let calls = case.control.requests().await.unwrap();
    let id = calls.last().unwrap()["request_id"].as_str().unwrap();
    assert_detail(error, &[id]);

    with_profiles(&case.terraform, &[SOURCE_OWNER, DESTINATION_OWNER]).unwrap();
    case.apply(&trust()).await;
}

#[tokio::test]
async fn an_unknown_key() {
    let case = Case::start().await;
    with_profiles(&case.terraform, &[Key { id: "AKUNKNOWN", ..SOURCE_OWNER }, DESTINATION_OWNER]).unwrap();
    let errors = case.refused_plan(&trust()).await;
    assert_detail(
        only_error(&errors, "Unable to determine the account of these credentials"),
        &["InvalidAccessKeyId.NotFound", "The credentials come from", "source-owner"],
    );
}

#[tokio::test]
async fn an_endpoint_that_refuses_connections() {
    let mut case = Case::start().await;
    case.terraform.set("ALIBABA_CLOUD_ENDPOINT_STS", "http://127.0.0.1:9");
    let configuration = trust_with_provider("alias = \"source_owner\"", "alias = \"source_owner\"\n  max_retries = 1");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "Unable to determine the account of these credentials");
    assert_detail(error, &["127.0.0.1:9", "2 attempts", "start the emulator there", "ALIBABA_CLOUD_ENDPOINT_STS"]);

    // A connection to this machine is retried only a few times, because a local server answers immediately.
    let with_more_retries =
        trust_with_provider("alias = \"source_owner\"", "alias = \"source_owner\"\n  max_retries = 9");
    let errors = case.refused_plan(&with_more_retries).await;
    assert_detail(only_error(&errors, "Unable to determine the account of these credentials"), &["3 attempts"]);

    case.terraform.set("ALIBABA_CLOUD_ENDPOINT_STS", case.emulator.url());
    case.apply(&configuration).await;
}

/// The emulator was started again, and has another port.
#[tokio::test]
async fn an_old_address_of_the_emulator_in_the_variable_for_all_services() {
    let mut case = Case::start().await;
    for service in ["DTS", "RAM", "STS"] {
        case.terraform.unset(&format!("ALIBABA_CLOUD_ENDPOINT_{service}"));
    }
    case.terraform.unset("TENCENTCLOUD_DOMAIN");
    case.terraform.set("DTS_ENDPOINT_URL", "http://127.0.0.1:9");
    let errors = case.refused_plan(&trust()).await;
    let error = only_error(&errors, "Unable to determine the account of these credentials");
    assert_detail(error, &["127.0.0.1:9", "or DTS_ENDPOINT_URL", "environment.sh again"]);
    case.terraform.set("DTS_ENDPOINT_URL", case.emulator.url());
    case.apply(&trust()).await;
}

#[tokio::test]
async fn http_to_a_public_host() {
    let mut case = Case::start().await;
    let endpoints = |address: &str| {
        trust_with_provider(
            "profile = \"source-owner\"",
            &format!("profile = \"source-owner\"\n    endpoints {{\n      ram = \"{address}\"\n    }}"),
        )
    };
    let refused = endpoints("http://ram.aliyuncs.com");
    let errors = validate_refused(&case, &refused).await;
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_line(&errors[0], &refused, "ram = ");
    assert_detail(&errors[0], &["http://ram.aliyuncs.com", "loopback"]);
    validate_accepted(&case, &endpoints("https://ram.aliyuncs.com")).await;
    case.apply(&endpoints(&case.emulator.url())).await;

    case.terraform.set("ALIBABA_CLOUD_ENDPOINT_RAM", "http://ram.aliyuncs.com");
    let errors = case.refused_plan(&trust()).await;
    assert_detail(
        only_error(&errors, "Unusable endpoint"),
        &["ALIBABA_CLOUD_ENDPOINT_RAM", "http://ram.aliyuncs.com", "loopback addresses"],
    );
}

/// The trust, applied with the key of the account that it trusts.
#[tokio::test]
async fn a_trust_in_the_wrong_account() {
    let case = Case::start().await;
    let configuration = trust().with("dts.source_owner", "dts.destination_owner");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "The role would trust its own account");
    assert_line(error, &configuration, "trusted_account_ids");
    assert_detail(error, &[DESTINATION_OWNER.account, "provider alias of the account that owns the database"]);
    case.apply(&trust()).await;
}

/// A profile of an account that the configuration does not allow.
#[tokio::test]
async fn credentials_of_another_account() {
    let case = Case::start().await;
    let allowed = trust_with_provider(
        "alias = \"source_owner\"",
        "alias = \"source_owner\"\n  allowed_account_ids = [\"1234567890123456\"]",
    );
    with_profiles(&case.terraform, &[Key { profile: "source-owner", ..OPERATOR }, DESTINATION_OWNER]).unwrap();
    let errors = case.refused_plan(&allowed).await;
    let error = only_error(&errors, "Alibaba Cloud account is not allowed");
    assert_detail(error, &[OPERATOR.account, SOURCE_OWNER.account]);
    with_profiles(&case.terraform, &[SOURCE_OWNER, DESTINATION_OWNER]).unwrap();
    case.apply(&allowed).await;
}

/// The role of a trust, refreshed with credentials of an account that does not own it.
#[tokio::test]
async fn a_state_of_another_account() {
    let case = Case::start().await;
    case.apply(&trust()).await;
    with_profiles(&case.terraform, &[Key { profile: "source-owner", ..OPERATOR }, DESTINATION_OWNER]).unwrap();
    let errors = case.refused_plan(&trust()).await;
    assert_detail(&errors[0], &[SOURCE_OWNER.account, OPERATOR.account]);
    assert_eq!(case.role().await["name"], "ram-for-dts");
}

#[tokio::test]
async fn the_own_account_as_the_owner_of_an_end() {
    let case = Case::start().await;
    let configuration = hcl::providers()
        .and(&hcl::task().with("account_id = \"1234567890123456\"", "account_id = \"2345678901234567\""));
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "cross_account names the task's own account");
    assert_line(error, &configuration, "account_id = ");
    case.write(&hcl::providers().and(&hcl::task()));
    assert_eq!(case.terraform.plan().await.unwrap().code, Some(2));
}

#[tokio::test]
async fn role_arns_and_reserved_role_names_are_refused() {
    let case = Case::start().await;
    let complete = hcl::providers().and(&hcl::trust()).and(&hcl::task());
    for (place, wrong, answer) in [
        ("role_name           = ", "acs:ram::1234567890123456:role/ram-for-dts", "Write \"ram-for-dts\""),
        ("role_name           = ", "AliyunDTSDefaultRole", "inside one account"),
        ("role_name  = ", "acs:ram::1234567890123456:role/ram-for-dts", "Write \"ram-for-dts\""),
        ("role_name  = ", "AliyunDTSDefaultRole", "inside one account"),
        ("account_id = ", "acs:ram::1234567890123456:root", "Write \"1234567890123456\""),
    ] {
        let old = if place.starts_with("account") { "1234567890123456" } else { "ram-for-dts" };
        let configuration = complete.with(&format!("{place}\"{old}\""), &format!("{place}\"{wrong}\""));
        let errors = validate_refused(&case, &configuration).await;
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert_line(&errors[0], &configuration, place);
        assert_detail(&errors[0], &[answer]);
    }
    validate_accepted(&case, &complete).await;
}

#[tokio::test]
async fn an_unknown_instance_and_an_unknown_task() {
    let case = Case::start().await;
    let without_task =
        hcl::providers().and(&hcl::instance().with("dts_migration_task.orders.id", "\"i03e3zty16i1234\""));
    let errors = case.refused_plan(&without_task).await;
    let error = only_error(&errors, "No such migration task");
    assert_line(error, &without_task, "task_id");
    let unknown = hcl::trust_and_task().with("rm-source-orders", "rm-unknown");
    let errors = case.refused_apply(&unknown).await;
    assert!(errors[0].detail.contains("rm-unknown") || errors[0].detail.contains("CHECK_CONN_SRC"), "{errors:#?}");
    case.apply(&hcl::trust_and_task()).await;
}
