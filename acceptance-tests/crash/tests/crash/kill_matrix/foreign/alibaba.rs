//! Objects in Alibaba Cloud.

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER};
use alibaba::dts::ConfigureDtsJob;
use alibaba::ram::CreateRole;
use alibaba::{Action, CallContext, Cloud, Config, CredentialsConfig, EndpointOverrides, Secret};
use tokio_util::sync::CancellationToken;

use super::JOB;

const TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["3456789012345678@dts.aliyuncs.com"]}}],"Version":"1"}"#;

pub(super) async fn create_role(url: &str, name: &str) {
    call(url, SOURCE_OWNER, role(name)).await;
}

pub(super) async fn create_job(url: &str) {
    call(url, DESTINATION_OWNER, job()).await;
}

async fn call<A: Action>(url: &str, key: Key, action: A) {
    let address = Some(url.to_owned());
    let config = Config {
        credentials: CredentialsConfig {
            access_key_id: Some(key.id.to_owned()),
            access_key_secret: Some(Secret::from(key.secret)),
            ..CredentialsConfig::default()
        },
        endpoints: EndpointOverrides { dts: address.clone(), ram: address.clone(), sts: address },
        ..Config::new("cn-hangzhou")
    };
    let context = CallContext::new(CancellationToken::new());
    Cloud::new(config).unwrap().call(&action, &context).await.unwrap();
}

fn role(name: &str) -> CreateRole {
    CreateRole { role_name: name.to_owned(), assume_role_policy_document: TRUST.to_owned(), ..CreateRole::default() }
}

fn job() -> ConfigureDtsJob {
    let text = |text: &str| Some(text.to_owned());
    ConfigureDtsJob {
        region_id: text("cn-hangzhou"),
        dts_job_name: JOB.to_owned(),
        job_type: "MIGRATION".to_owned(),
        structure_initialization: true,
        data_initialization: true,
        db_list: text(r#"{"orders":{"name":"orders_of_another_team","all":true}}"#),
        source_endpoint_instance_type: "RDS".to_owned(),
        source_endpoint_engine_name: text("MYSQL"),
        source_endpoint_instance_id: text("rm-destination-used"),
        source_endpoint_region: text("cn-hangzhou"),
        source_endpoint_user_name: Some("dts".into()),
        source_endpoint_password: Some("destination-db-password".into()),
        destination_endpoint_instance_type: "RDS".to_owned(),
        destination_endpoint_instance_id: text("rm-destination-orders"),
        destination_endpoint_engine_name: text("MYSQL"),
        destination_endpoint_region: text("cn-hangzhou"),
        destination_endpoint_user_name: Some("dts".into()),
        destination_endpoint_password: Some("destination-db-password".into()),
        ..ConfigureDtsJob::default()
    }
}
