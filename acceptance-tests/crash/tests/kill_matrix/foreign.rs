//! Objects of another user in the same accounts: they stay unchanged.

use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER};
use alibaba::dts::ConfigureDtsJob;
use alibaba::ram::CreateRole;
use alibaba::{Action, CallContext, Cloud, Config, CredentialsConfig, EndpointOverrides, Secret};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

/// The name of the example's job.
const JOB: &str = "orders-across-accounts";
const TRUST: &str = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["3456789012345678@dts.aliyuncs.com"]}}],"Version":"1"}"#;

/// Roles and jobs of another user, as they were created.
#[derive(Default)]
pub(crate) struct Foreign(Vec<Json>);

impl Foreign {
    /// A role of another name, and a job of the same name with other content.
    pub(crate) async fn create(url: &str, control: &Control) -> Self {
        call(url, SOURCE_OWNER, job_role("role-of-another-user")).await;
        call(url, DESTINATION_OWNER, job()).await;
        Self(everything(control).await)
    }

    /// A role of the name that the example uses.
    pub(crate) async fn create_role(url: &str, control: &Control, name: &str) -> Self {
        call(url, SOURCE_OWNER, job_role(name)).await;
        Self(everything(control).await)
    }

    /// Whether this is one of them.
    pub(crate) fn is(&self, found: &Json) -> bool {
        let same = |name: &str, one: &Json| one[name].is_string() && one[name] == found[name];
        self.0.iter().any(|one| same("role_id", one) || same("id", one))
    }

    /// Those that have changed or are gone.
    pub(crate) async fn changed(&self, control: &Control) -> Vec<Json> {
        let now = everything(control).await;
        self.0.iter().filter(|one| !now.contains(one)).cloned().collect()
    }
}

/// All roles and jobs.
async fn everything(control: &Control) -> Vec<Json> {
    let state = control.state().await.unwrap();
    let accounts = state["accounts"].as_array().unwrap().iter();
    let of = |account: &Json, kind: &str| account[kind].as_array().unwrap().clone();
    accounts.flat_map(|account| [of(account, "roles"), of(account, "jobs")].concat()).collect()
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

fn job_role(name: &str) -> CreateRole {
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
