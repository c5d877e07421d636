//! What the provider says about itself.

use std::collections::BTreeSet;

use tfplugin::generated::grpc_health_v1::HealthCheckRequest;
use tfplugin::generated::grpc_health_v1::health_check_response::ServingStatus;
use tfplugin::generated::grpc_health_v1::health_client::HealthClient;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{
    ServerCapabilities, get_functions, get_metadata, get_provider_schema, get_resource_identity_schemas,
    validate_provider_config,
};
use tonic::transport::Channel;

use super::calls::{brief, errors};
use super::outcome::{Outcome, Report};
use super::{required, schema_rules};
use crate::{PluginProcess, values};

pub(super) async fn check(plugin: &PluginProcess, report: &mut Report) {
    report.expect("answers: health says that the plugin serves", health(plugin).await);
    let mut client = match plugin.provider().await {
        Ok(client) => client,
        Err(error) => return report.fail("answers: connects", error.to_string()),
    };
    let schema = match client.get_provider_schema(get_provider_schema::Request {}).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => return report.fail("answers: GetProviderSchema", brief(&status)),
    };
    let problems = schema_rules::problems(&schema);
    report.expect("answers: the schemas obey the core's rules", (!problems.is_empty()).then(|| problems.join("; ")));
    capabilities(schema.server_capabilities, report);
    metadata(&mut client, &schema, report).await;
    functions(&mut client, &schema, report).await;
    identities(&mut client, &schema, report).await;
    empty_provider_block(&mut client, &schema, report).await;
    required::check(&client, &schema, report).await;
}

async fn health(plugin: &PluginProcess) -> Option<String> {
    let channel = match plugin.channel().await {
        Ok(channel) => channel,
        Err(error) => return Some(error.to_string()),
    };
    match HealthClient::new(channel).check(HealthCheckRequest { service: "plugin".to_owned() }).await {
        Ok(answer) if answer.get_ref().status() == ServingStatus::Serving => None,
        Ok(answer) => Some(format!("{:?}", answer.get_ref().status())),
        Err(status) => Some(brief(&status)),
    }
}

fn capabilities(announced: Option<ServerCapabilities>, report: &mut Report) {
    let announced = announced.unwrap_or_default();
    for (name, has) in [
        ("plan_destroy", announced.plan_destroy),
        ("get_provider_schema_optional", announced.get_provider_schema_optional),
        ("move_resource_state", announced.move_resource_state),
        ("generate_resource_config", announced.generate_resource_config),
    ] {
        let outcome = if has { Outcome::Pass } else { Outcome::Differs("not announced".to_owned()) };
        report.add(format!("answers: capability {name}"), outcome);
    }
}

/// `GetMetadata` is the short form of the schema: both must name the same things.
async fn metadata(client: &mut ProviderClient<Channel>, schema: &get_provider_schema::Response, report: &mut Report) {
    let name = "answers: GetMetadata names what the schema holds";
    let metadata = match client.get_metadata(get_metadata::Request {}).await {
        Ok(answer) => answer.into_inner(),
        Err(status) if status.code() == tonic::Code::Unimplemented => {
            return report.add(name, Outcome::Differs("not implemented".to_owned()));
        }
        Err(status) => return report.fail(name, brief(&status)),
    };
    let mut complaints = Vec::new();
    let mut same = |what: &str, listed: BTreeSet<&str>, held: BTreeSet<&str>| {
        if listed != held {
            complaints.push(format!("{what}: {listed:?} against {held:?}"));
        }
    };
    same(
        "resources",
        metadata.resources.iter().map(|item| item.type_name.as_str()).collect(),
        schema.resource_schemas.keys().map(String::as_str).collect(),
    );
    same(
        "data sources",
        metadata.data_sources.iter().map(|item| item.type_name.as_str()).collect(),
        schema.data_source_schemas.keys().map(String::as_str).collect(),
    );
    same(
        "ephemeral resources",
        metadata.ephemeral_resources.iter().map(|item| item.type_name.as_str()).collect(),
        schema.ephemeral_resource_schemas.keys().map(String::as_str).collect(),
    );
    same(
        "functions",
        metadata.functions.iter().map(|item| item.name.as_str()).collect(),
        schema.functions.keys().map(String::as_str).collect(),
    );
    same(
        "list resources",
        metadata.list_resources.iter().map(|item| item.type_name.as_str()).collect(),
        schema.list_resource_schemas.keys().map(String::as_str).collect(),
    );
    same(
        "actions",
        metadata.actions.iter().map(|item| item.type_name.as_str()).collect(),
        schema.action_schemas.keys().map(String::as_str).collect(),
    );
    if metadata.server_capabilities != schema.server_capabilities {
        complaints.push("other capabilities than the schema".to_owned());
    }
    report.expect(name, (!complaints.is_empty()).then(|| complaints.join("; ")));
}

/// `GetFunctions` is the same list as in the schema, for cores that ask for nothing else.
async fn functions(client: &mut ProviderClient<Channel>, schema: &get_provider_schema::Response, report: &mut Report) {
    let outcome = match client.get_functions(get_functions::Request {}).await {
        Ok(answer) if answer.get_ref().functions == schema.functions => Outcome::Pass,
        Ok(_) => Outcome::Fail("other functions than in the schema".to_owned()),
        Err(status) if status.code() == tonic::Code::Unimplemented => Outcome::Differs("not implemented".to_owned()),
        Err(status) => Outcome::Fail(brief(&status)),
    };
    report.add("answers: GetFunctions says what the schema says", outcome);
}

/// The core takes an identity for a resource it knows, of attributes an import either needs or may have.
async fn identities(client: &mut ProviderClient<Channel>, schema: &get_provider_schema::Response, report: &mut Report) {
    let outcome = match client.get_resource_identity_schemas(get_resource_identity_schemas::Request {}).await {
        Ok(answer) => {
            let identities = answer.into_inner().identity_schemas;
            let mut problems = schema_rules::identity_problems(&identities);
            let unknown = identities.keys().filter(|name| !schema.resource_schemas.contains_key(*name));
            problems.extend(unknown.map(|name| format!("{name}: there is no such resource")));
            match (problems.is_empty(), identities.is_empty()) {
                (false, _) => Outcome::Fail(problems.join("; ")),
                (true, true) => Outcome::Differs("no resource has one".to_owned()),
                (true, false) => Outcome::Pass,
            }
        }
        Err(status) if status.code() == tonic::Code::Unimplemented => Outcome::Differs("not implemented".to_owned()),
        Err(status) => Outcome::Fail(brief(&status)),
    };
    report.add("answers: the identities of resources obey the core's rules", outcome);
}

/// A provider block without arguments can be validated: Terraform does so before it knows their values.
async fn empty_provider_block(
    client: &mut ProviderClient<Channel>,
    schema: &get_provider_schema::Response,
    report: &mut Report,
) {
    let block = schema.provider.clone().and_then(|schema| schema.block).unwrap_or_default();
    let request = validate_provider_config::Request { config: Some(values::empty_config(&block)) };
    let outcome = match client.validate_provider_config(request).await {
        Ok(answer) => match errors(&answer.into_inner().diagnostics).first() {
            None => Outcome::Pass,
            Some(error) => Outcome::Differs(format!("an empty block is an error: {error}")),
        },
        Err(status) => Outcome::Fail(brief(&status)),
    };
    report.add("answers: ValidateProviderConfig of an empty block", outcome);
}
