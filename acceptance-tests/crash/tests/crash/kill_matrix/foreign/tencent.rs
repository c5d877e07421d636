//! Objects in Tencent Cloud.

use acceptance_harness::profiles::{Key, TENCENT_SOURCE, TENCENT_TARGET};
use tencent::cam::{CreatePolicy, CreateRole};
use tencent::dts::CreateMigrationService;
use tencent::{Action, CallContext, Cloud, Config, EndpointOverrides};

use super::JOB;

const REGION: &str = "ap-guangzhou";
const TRUST: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/700000000002:root"]}}]}"#;
const POLICY: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":["name/sts:AssumeRole"],"resource":["qcs::cam::uin/700000000001:roleName/role-of-another-user"]}]}"#;

pub(super) async fn create_role(url: &str, name: &str) {
    let role = CreateRole { role_name: name.to_owned(), policy_document: TRUST.into(), ..CreateRole::default() };
    call(url, TENCENT_SOURCE, role).await;
}

pub(super) async fn create_policy(url: &str) {
    let policy = CreatePolicy {
        policy_name: "policy-of-another-user".to_owned(),
        policy_document: POLICY.to_owned(),
        ..CreatePolicy::default()
    };
    call(url, TENCENT_TARGET, policy).await;
}

pub(super) async fn create_job(url: &str) {
    let order = CreateMigrationService {
        src_database_type: "mysql".to_owned(),
        dst_database_type: "mysql".to_owned(),
        src_region: REGION.to_owned(),
        dst_region: REGION.to_owned(),
        instance_class: "medium".to_owned(),
        job_name: Some(format!("{JOB}-of-another-team")),
        ..CreateMigrationService::default()
    };
    call(url, TENCENT_TARGET, order).await;
}

async fn call<A: Action>(url: &str, key: Key, action: A) {
    let endpoints = EndpointOverrides { domain: Some(url.to_owned()), ..EndpointOverrides::default() };
    let mut config = Config { endpoints, ..Config::new(REGION) };
    config.credentials.secret_id = Some(key.id.to_owned());
    config.credentials.secret_key = Some(key.secret.into());
    Cloud::new(config).unwrap().call(&action, &CallContext::default()).await.unwrap();
}
