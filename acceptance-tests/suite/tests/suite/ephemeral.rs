//! Temporary credentials that are not stored.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::diagnostic::Severity;
use tfplugin::generated::tfplugin6::{
    close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource, validate_ephemeral_resource_config,
};
use tfplugin::value::Type;
use tfplugin::value::{Items, Value, decode};

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, only_error, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::grpc::{GrpcProvider, alibaba, only_diagnostic, value};
use crate::support::hcl::{self, Hcl};

const TYPE: &str = "dts_role_credentials";
const WORKER: &str = "acs:ram::1234567890123456:role/worker";
const TRUST: &str = r#"{"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}]}"#;
/// The attributes that grant access.
const SECRETS: [&str; 3] = ["access_key_id", "access_key_secret", "security_token"];

/// A role that may do everything in the account of the source.
async fn worker(case: &Case) -> ExternalClient {
    let owner = ExternalClient::new(&case.emulator.url(), SOURCE_OWNER);
    owner.create_role("worker", TRUST).await;
    owner.attach("worker", "AdministratorAccess").await;
    owner
}

/// Credentials of the worker, and a provider that works with them.
fn credentials(role_arn: &str) -> Hcl {
    Hcl::new(format!(
        r#"ephemeral "dts_role_credentials" "worker" {{
  provider         = dts.source_owner
  role_arn         = {role_arn}
  session_name     = "ci"
  duration_seconds = 900
}}

provider "dts" {{
  alias = "worker"
  alibaba {{
    region            = "cn-hangzhou"
    account_id        = ephemeral.dts_role_credentials.worker.account_id
    access_key_id     = ephemeral.dts_role_credentials.worker.access_key_id
    access_key_secret = ephemeral.dts_role_credentials.worker.access_key_secret
    security_token    = ephemeral.dts_role_credentials.worker.security_token
  }}
}}
"#
    ))
}

/// What lets the test see the credentials: provisioners may have ephemeral values.
fn reported() -> Hcl {
    let mut environment = String::new();
    for name in SECRETS {
        writeln!(environment, "      {name} = ephemeral.dts_role_credentials.worker.{name}").unwrap();
    }
    let script = SECRETS.map(|name| format!("printf %s \\\"${name}\\\" > {name}.txt")).join("; ");
    Hcl::new(format!(
        "resource \"terraform_data\" \"shown\" {{\n  provisioner \"local-exec\" {{\n    command = \"{script}\"\n    \
         environment = {{\n{environment}    }}\n  }}\n}}\n"
    ))
}

/// Everything a run leaves behind, by name.
async fn traces(case: &Case) -> BTreeMap<&'static str, String> {
    case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    let read = |name: &str| {
        String::from_utf8_lossy(&std::fs::read(case.terraform.directory().join(name)).unwrap()).into_owned()
    };
    BTreeMap::from([
        ("state", read("terraform.tfstate")),
        ("plan", case.terraform.show(Some("saved.plan")).await.unwrap().to_string()),
        ("plan file", read("saved.plan")),
        ("log", read("trace.log")),
    ])
}

#[tokio::test]
async fn they_feed_another_provider_and_a_write_only_argument_and_are_stored_nowhere() {
    let mut case = Case::start().await;
    worker(&case).await;
    let log = case.terraform.directory().join("trace.log").display().to_string();
    case.terraform.set("TF_LOG", "TRACE");
    case.terraform.set("TF_LOG_PATH", log);
    let trust = hcl::trust().with("dts.source_owner", "dts.worker");
    let task = hcl::task().with("\"ram-for-dts\"", "dts_ram_role_trust.source.role_name").with(
        "password_wo         = var.source_password",
        "password_wo = ephemeral.dts_role_credentials.worker.security_token",
    );
    let all = hcl::providers().and(&credentials(&format!("{WORKER:?}"))).and(&trust).and(&reported());
    case.write(&all.and(&task));
    // The token is not the password of the database: the precheck result shows that it was sent.
    let errors = refused(&case.terraform).await;
    assert!(errors.iter().any(|error| error.detail.contains("rm-source-orders")), "{errors:#?}");

    let calls = case.control.requests().await.unwrap();
    let created =
        calls.iter().find(|call| call["action"] == "CreateRole" && call["parameters"]["RoleName"] == "ram-for-dts");
    let file = |name: &str| std::fs::read_to_string(case.terraform.directory().join(format!("{name}.txt"))).unwrap();
    assert_eq!(created.unwrap()["key_id"], json!(file("access_key_id")), "the role is created with the temporary key");
    let assumed = calls.iter().find(|call| call["action"] == "AssumeRole").unwrap();
    let expected = json!({"RoleArn": WORKER, "RoleSessionName": "ci", "DurationSeconds": "900"});
    assert_eq!(assumed["parameters"], expected);

    let traces = traces(&case).await;
    assert!(traces["state"].contains("dts_migration_task") && traces["log"].contains("OpenEphemeralResource"));
    for place in ["state", "plan"] {
        assert!(!traces[place].contains("STS."), "a temporary key, of the plan or of the apply, is in the {place}");
    }
    for name in SECRETS {
        let secret = file(name);
        assert!(secret.len() > 20, "{name} was not handed out: {secret:?}");
        // The log says which key signs: its ID alone grants no access.
        for (place, text) in traces.iter().filter(|(place, _)| **place != "log" || name != "access_key_id") {
            assert!(!text.contains(&secret), "{name} is in the {place}");
        }
    }
    // With the right password both the credentials and the rest work.
    case.write(&all.and(&hcl::task()));
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    case.write(&all);
    case.terraform.destroy().await.unwrap().success().unwrap();
}

/// A role of the same apply, whose ARN is known at plan: the error has the expression with which Terraform waits for the role.
#[tokio::test]
async fn a_role_of_the_same_apply_is_assumed_after_it_is_created() {
    let case = Case::start().await;
    let trust =
        hcl::trust().with("dts.source_owner", "dts.destination_owner").with("2345678901234567", "1234567890123456");
    let with_arn = |arn: &str| hcl::providers().and(&trust).and(&credentials(arn)).and(&reported());
    let waits = "dts_ram_role_trust.source.role_id != \"\" ? dts_ram_role_trust.source.arn : null";
    // OpenTofu waits for a role that the plan creates; Terraform does not.
    if !case.terraform.core().await.unwrap().is_tofu() {
        let errors = case.refused_plan(&with_arn("dts_ram_role_trust.source.arn")).await;
        let named = waits.replace(".source.", ".NAME.");
        assert_detail(only_error(&errors, "Cannot assume the role"), &["EntityNotExist.Role", named.as_str()]);
    }
    case.write(&with_arn(waits));
    applied(&case.terraform).await;
    let key = std::fs::read_to_string(case.terraform.directory().join("access_key_id.txt")).unwrap();
    assert!(key.starts_with("STS."), "{key}");
    assert_no_changes(&case.terraform).await;
    case.terraform.destroy().await.unwrap().success().unwrap();
}

#[tokio::test]
async fn mistakes_are_refused_at_their_line() {
    let mut case = Case::start().await;
    let wrong = hcl::providers().and(&credentials("\"worker\"")).and(&reported());
    case.write(&wrong);
    let run = case.terraform.validate().await.unwrap();
    let errors = run.errors();
    assert_detail(only_error(&errors, "Invalid role_arn"), &["Rule: role-arn"]);
    assert_line(&errors[0], &wrong, "role_arn         = ");

    let absent = hcl::providers().and(&credentials(&format!("{WORKER:?}"))).and(&reported());
    let errors = case.refused_plan(&absent).await;
    assert_detail(only_error(&errors, "Cannot assume the role"), &[WORKER, "EntityNotExist.Role"]);
    assert_line(&errors[0], &absent, "role_arn         = ");

    worker(&case).await;
    case.terraform.set("DTS_OFFLINE", "true");
    let errors = case.refused_plan(&absent).await;
    assert_detail(only_error(&errors, "The provider is offline"), &[TYPE, "offline = true"]);
}

#[tokio::test]
async fn a_provider_that_is_not_known_yet_cannot_open_them() {
    let case = Case::start().await;
    worker(&case).await;
    let unknown = hcl::providers()
        .with(
            "alias = \"source_owner\"\n  alibaba {\n",
            "alias = \"source_owner\"\n  alibaba {\n    account_id = terraform_data.later.output\n",
        )
        .and(&credentials(&format!("{WORKER:?}")))
        .and(&Hcl::new("resource \"terraform_data\" \"later\" {\n  input = \"1234567890123456\"\n}\n"))
        .and(&reported());
    let errors = case.refused_plan(&unknown).await;
    assert_detail(only_error(&errors, "The provider's configuration is not known yet"), &[TYPE, "-target"]);
}

/// The credentials as a core gets them.
struct Opened {
    result: Items,
    private: Vec<u8>,
    answer: open_ephemeral_resource::Response,
}

impl GrpcProvider {
    async fn open(&self, config: &Json) -> Opened {
        let request = open_ephemeral_resource::Request {
            type_name: TYPE.to_owned(),
            config: Some(value(config)),
            ..open_ephemeral_resource::Request::default()
        };
        let answer = self.client.clone().open_ephemeral_resource(request).await.unwrap().into_inner();
        assert_eq!(answer.diagnostics, []);
        let names = ["policy", "external_id", "expiration", "account_id", "role_arn", "session_name"];
        let texts = names.into_iter().chain(SECRETS).map(|name| (name, Type::String));
        let ty = Type::Object(texts.chain([("duration_seconds", Type::Number)]).collect());
        let Value::Map(result) = decode(&answer.result.as_ref().unwrap().msgpack, &ty).unwrap() else { panic!() };
        Opened { result, private: answer.private.clone().unwrap(), answer }
    }

    async fn renew(&self, private: Vec<u8>) -> renew_ephemeral_resource::Response {
        let request = renew_ephemeral_resource::Request { type_name: TYPE.to_owned(), private: Some(private) };
        self.client.clone().renew_ephemeral_resource(request).await.unwrap().into_inner()
    }

    async fn close(&self, private: Vec<u8>) -> close_ephemeral_resource::Response {
        let request = close_ephemeral_resource::Request { type_name: TYPE.to_owned(), private: Some(private) };
        self.client.clone().close_ephemeral_resource(request).await.unwrap().into_inner()
    }
}

#[tokio::test]
async fn over_the_wire_they_are_opened_renewed_and_closed() {
    let case = Case::start().await;
    let owner = worker(&case).await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let policy = r#"{"Version":"1","Statement":[{"Action":"*","Effect":"Allow","Resource":"*"}]}"#;
    let opened = grpc.open(&json!({"role_arn": WORKER, "external_id": "x1", "policy": policy})).await;
    let text = |name: &str| opened.result.get(name).and_then(Value::as_str).unwrap_or_default();
    assert_eq!((text("account_id"), text("role_arn"), text("session_name")), (SOURCE_OWNER.account, WORKER, ""));
    let end = opened.answer.renew_at.unwrap().seconds + 300;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    assert!((3590..=3600).contains(&(end - now)) && text("expiration").ends_with('Z'), "{:?}", opened.answer.renew_at);

    let mark = case.mark().await;
    let renewed = grpc.renew(opened.private.clone()).await;
    assert_eq!((&renewed.diagnostics[..], renewed.renew_at.unwrap().seconds), (&[][..], end + 90));
    let calls = case.control.requests().await.unwrap();
    let again = json!({
        "RoleArn": WORKER, "RoleSessionName": "terraform", "DurationSeconds": "900", "ExternalId": "x1", "Policy": policy,
    });
    assert_eq!((calls.len() - mark, &calls[mark]["parameters"]), (1, &again));

    // No one may assume the role any more, and later the credentials expire.
    owner.set_trust("worker", Hcl::new(TRUST).with("1234567890123456", "3456789012345678").text()).await;
    let renewed = grpc.renew(opened.private.clone()).await;
    let reported = only_diagnostic(&renewed.diagnostics, "stay valid until");
    assert_eq!(reported.severity(), Severity::Warning);
    assert!(reported.detail.contains("NoPermission") && renewed.renew_at.is_some(), "{reported:?}");
    let mut private: Json = serde_json::from_slice(&opened.private).unwrap();
    private["expires"] = json!("2026-01-01T00:00:00Z");
    let over = grpc.renew(private.to_string().into_bytes()).await;
    assert_eq!(only_diagnostic(&over.diagnostics, "Raise duration_seconds").severity(), Severity::Warning);
    assert_eq!(over.renew_at, None);

    let mark = case.mark().await;
    assert_eq!(grpc.close(opened.private.clone()).await.diagnostics, []);
    assert_eq!(case.mark().await, mark, "STS has no call that ends a session");

    let log = grpc.plugin.stderr();
    assert!(log.contains("STS cannot revoke") && log.contains("The role cannot be assumed any more"), "{log}");
    for name in SECRETS {
        let secret = text(name);
        assert!(secret.len() > 20 && !log.contains(secret), "{name} is in the log");
        assert!(!String::from_utf8_lossy(&opened.private).contains(secret), "{name} is in the private data");
    }
}

#[tokio::test]
async fn over_the_wire_an_argument_is_named_that_is_wrong() {
    let case = Case::start().await;
    let grpc = GrpcProvider::with(&json!({"alibaba": alibaba(&case.emulator.url(), DESTINATION_OWNER)})).await;
    let long = "x".repeat(2049);
    for (name, wrong, says) in [
        ("role_arn", json!("worker"), "Rule: role-arn"),
        ("session_name", json!("a b"), "Rule: session-name"),
        ("duration_seconds", json!(899), "Rule: number-range"),
        ("duration_seconds", json!(43_201), "Rule: number-range"),
        ("external_id", json!("x"), "Rule: external-id"),
        ("policy", json!(long), "Rule: session-policy"),
    ] {
        let mut config = json!({"role_arn": WORKER});
        config[name] = wrong;
        let request =
            validate_ephemeral_resource_config::Request { type_name: TYPE.to_owned(), config: Some(value(&config)) };
        let answer = grpc.client.clone().validate_ephemeral_resource_config(request).await.unwrap().into_inner();
        let reported = only_diagnostic(&answer.diagnostics, says);
        assert_eq!(reported.attribute.as_ref().map(|path| path.steps.len()), Some(1), "{name}");
    }
}
