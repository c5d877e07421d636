//! No log line, no `Debug` and no error shows a secret. In a separate program, because it listens to all log events.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use cloud_core::testing::{StubReply, StubServer, json};
use support::{config, success};
use tencent::dts::{DbEndpointInfo, DbInfo, DescribeMigrateDBInstances, KeyValue, MigrateOption, ModifyMigrationJob};
use tencent::{AssumeRole, AssumeRoleWithWebIdentity, CallContext, Cloud, Config, CredentialsConfig, Environment};
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

const REFUSED: &str = r#"{"Response":{"Error":{"Code":"X","Message":"no"},"RequestId":"R-dts"}}"#;

fn temporary() -> String {
    success(
        r#""Credentials":{"TmpSecretId":"TMP-1","TmpSecretKey":"canary-temporary","Token":"canary-token"},
        "ExpiredTime":32503680000"#,
    )
}

fn configure() -> ModifyMigrationJob {
    let source = DbInfo {
        password: Some("canary source".into()),
        tmp_secret_id: Some("canary-tmp-id".into()),
        tmp_secret_key: Some("canary-tmp-key".into()),
        tmp_token: Some("canary-tmp-token".into()),
        ..DbInfo::default()
    };
    let kafka = vec![KeyValue::new("ticdc_kafka_password", "canary-kafka")];
    ModifyMigrationJob {
        job_id: "dts-shown".to_owned(),
        src_info: DbEndpointInfo { info: vec![source], ..DbEndpointInfo::default() },
        migrate_option: MigrateOption { extra_attr: kafka, ..MigrateOption::default() },
        ..ModifyMigrationJob::default()
    }
}

#[tokio::test]
async fn neither_log_nor_debug_nor_error_shows_a_secret() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let server = StubServer::start(vec![json(200, &temporary()), json(200, REFUSED), StubReply::Drop]).await;
    let mut config = config(&server.url);
    config.environment = Environment::from_iter([("TENCENTCLOUD_SECRET_KEY", "canary-environment")]);
    config.credentials.security_token = Some("canary-given".into());
    config.credentials.assume_role = Some(AssumeRole {
        role_arn: "qcs::cam::uin/1:roleName/a".into(),
        external_id: Some("canary-external".into()),
        ..AssumeRole::default()
    });
    let cloud = Cloud::new(config.clone()).unwrap();
    let ctx = CallContext::default();

    let keys = cloud.resolve_credentials(&ctx).await.unwrap();
    let configure = configure();
    let refused = cloud.call(&configure, &ctx).await.unwrap_err();
    let list =
        DescribeMigrateDBInstances { tmp_token: Some("canary-list".into()), ..DescribeMigrateDBInstances::default() };
    let dropped = cloud.call(&list, &ctx).await.unwrap_err();
    let others = keys_for_a_token(config.clone()).await;

    let sent = server.seen().join("\n") + &others.1;
    for secret in [
        "canary-given",
        "canary-external",
        "canary-token",
        "canary source",
        "canary-tmp-id",
        "canary-tmp-key",
        "canary-tmp-token",
        "canary-kafka",
        "canary-list",
        "canary.identity.token",
    ] {
        assert!(sent.contains(secret), "{secret} is sent: {sent}");
    }
    let log = log.0.lock().unwrap().clone();
    for logged in ["ModifyMigrationJob", "R-1", "R-dts", "http_status=200", "region=\"ap-guangzhou\"", "dts-shown"] {
        assert!(log.contains(logged), "{logged} is logged: {log}");
    }
    assert!(log.contains("\"Password\": (secret)") && log.contains("\"ExternalId\": (secret)"), "{log}");
    let printed = format!(
        "{log} {config:?} {cloud:?} {keys:?} {keys:#?} {configure:?} {list:?} {refused} {refused:?} {dropped} {dropped:?} {}",
        others.0
    );
    assert!(!printed.contains("canary"), "{printed}");
}

/// What such credentials and their refusal print, and what was sent for them.
async fn keys_for_a_token(config: Config) -> (String, String) {
    let directory = tempfile::tempdir().unwrap();
    let token_file = directory.path().join("token");
    std::fs::write(&token_file, "canary.identity.token").unwrap();
    let server = StubServer::start(vec![json(200, &temporary()), json(200, REFUSED)]).await;
    let role = AssumeRoleWithWebIdentity {
        role_arn: Some("qcs::cam::uin/1:roleName/ci".to_owned()),
        provider_id: Some("p".to_owned()),
        web_identity_token_file: Some(token_file),
        ..AssumeRoleWithWebIdentity::default()
    };
    let credentials = CredentialsConfig { assume_role_with_web_identity: Some(role), ..CredentialsConfig::default() };
    let mut config = Config { credentials, ..config };
    config.endpoints.domain = Some(server.url.clone());
    let mut printed = String::new();
    for works in [true, false] {
        let cloud = Cloud::new(config.clone()).unwrap();
        let found = cloud.resolve_credentials(&CallContext::default()).await;
        assert_eq!(found.is_ok(), works, "{found:?}");
        write!(printed, "{cloud:?} {found:?} {} ", found.as_ref().err().map(ToString::to_string).unwrap_or_default())
            .unwrap();
    }
    (printed, server.seen().join("\n"))
}
