//! No log line, no `Debug` and no error shows a secret. In a separate program, because it listens to all log events.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use alibaba::dts::{ConfigureDtsJob, ModifyDtsJobPassword};
use alibaba::{AssumeRole, AssumeRoleWithOidc, CallContext, Cloud, Config, CredentialsConfig, Environment};
use cloud_core::testing::{StubReply, StubServer, json, with_headers};
use support::config;
use tracing::field::Field;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Collects whatever is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = format!("{} ", event.metadata().target());
        event.record(&mut |field: &Field, value: &dyn Debug| write!(line, "{field}={value:?} ").unwrap());
        self.0.lock().unwrap().push_str(&(line + "\n"));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

const TEMPORARY: &str = r#"{"RequestId":"R-sts","Credentials":{"AccessKeyId":"STS.1","AccessKeySecret":"canary-temporary",
    "SecurityToken":"canary-token","Expiration":"2999-01-01T00:00:00Z"}}"#;
const REFUSED: &str = r#"{"RequestId":"R-dts","Success":false,"ErrCode":"X","ErrMessage":"no"}"#;

#[tokio::test]
async fn neither_log_nor_debug_nor_error_shows_a_secret() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let server = StubServer::start(vec![json(200, TEMPORARY), json(200, REFUSED), StubReply::Drop]).await;
    let mut config = config(&server.url);
    config.environment = Environment::from_iter([("ALICLOUD_SECRET_KEY", "canary-environment")]);
    config.credentials.security_token = Some("canary-given".into());
    config.credentials.assume_role = Some(AssumeRole { role_arn: "acs:ram::1:role/a".into(), ..Default::default() });
    let cloud = Cloud::new(config.clone()).unwrap();
    let ctx = CallContext::default();

    let keys = cloud.resolve_credentials(&ctx).await.unwrap();
    let configure = ConfigureDtsJob {
        dts_job_name: "shown".to_owned(),
        source_endpoint_password: Some("canary source".into()),
        destination_endpoint_password: Some("canary/destination".into()),
        ..ConfigureDtsJob::default()
    };
    let refused = cloud.call(&configure, &ctx).await.unwrap_err();
    let password = ModifyDtsJobPassword { password: "canary-new".into(), ..ModifyDtsJobPassword::default() };
    let dropped = cloud.call(&password, &ctx).await.unwrap_err();

    let others = keys_for_a_token_and_of_the_instance(config.clone()).await;

    let sent = server.seen().join("\n") + &others.1;
    for secret in [
        "canary-given",
        "canary-token",
        "canary%20source",
        "canary%2Fdestination",
        "canary-new",
        "canary.oidc.token",
        "canary-metadata",
    ] {
        assert!(sent.contains(secret), "{secret} is sent: {sent}");
    }
    let log = log.0.lock().unwrap().clone();
    for logged in ["ConfigureDtsJob", "R-sts", "R-dts", "http_status=200", "region=\"cn-hangzhou\"", "attempts=1"] {
        assert!(log.contains(logged), "{logged} is logged: {log}");
    }
    assert!(log.contains("Password=(secret)") && log.contains("DtsJobName=\"shown\""), "{log}");
    let printed = format!(
        "{log} {config:?} {cloud:?} {keys:?} {keys:#?} {configure:?} {password:?} {refused} {refused:?} {dropped} {dropped:?} {}",
        others.0
    );
    assert!(!printed.contains("canary"), "{printed}");
}

/// What such credentials and their refusal print, and what was sent for them.
async fn keys_for_a_token_and_of_the_instance(config: Config) -> (String, String) {
    let directory = tempfile::tempdir().unwrap();
    let token_file = directory.path().join("token");
    std::fs::write(&token_file, "canary.oidc.token").unwrap();
    let machine = TEMPORARY.replace(r#"{"RequestId":"R-sts","Credentials":"#, "").replace("}}", "}");
    let machine = machine.replace('{', r#"{"Code":"Success","#);
    let token = || with_headers(200, "", "canary-metadata");
    let script =
        vec![json(200, TEMPORARY), json(403, REFUSED), token(), json(200, &machine), token(), json(500, &machine)];
    let server = StubServer::start(script).await;
    let mut config = Config { metadata_address: server.url.clone(), ..config };
    config.endpoints.sts = Some(server.url.clone());
    let role = AssumeRoleWithOidc {
        role_arn: Some("acs:ram::1:role/ci".to_owned()),
        oidc_provider_arn: Some("acs:ram::1:oidc-provider/p".to_owned()),
        oidc_token_file: Some(token_file),
        ..Default::default()
    };
    let oidc = CredentialsConfig { assume_role_with_oidc: Some(role), ..CredentialsConfig::default() };
    let machine = CredentialsConfig { ecs_role_name: Some("web".to_owned()), ..CredentialsConfig::default() };
    let mut printed = String::new();
    for (credentials, works) in [(&oidc, true), (&oidc, false), (&machine, true), (&machine, false)] {
        let cloud = Cloud::new(Config { credentials: credentials.clone(), ..config.clone() }).unwrap();
        let found = cloud.resolve_credentials(&CallContext::default()).await;
        assert_eq!(found.is_ok(), works, "{found:?}");
        write!(printed, "{cloud:?} {found:?} {} ", found.as_ref().err().map(ToString::to_string).unwrap_or_default())
            .unwrap();
    }
    (printed, server.seen().join("\n"))
}
