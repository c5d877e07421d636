//! Null for a required argument: Terraform does not check it, so the provider must.

use tfplugin::generated::tfplugin6::attribute_path::step::Selector;
use tfplugin::generated::tfplugin6::diagnostic::Severity;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::generated::tfplugin6::{
    Diagnostic, get_provider_schema, validate_action_config, validate_data_resource_config,
    validate_ephemeral_resource_config, validate_list_resource_config, validate_provider_config,
    validate_resource_config,
};
use tonic::Status;
use tonic::transport::Channel;

use super::calls::brief;
use super::outcome::{Outcome, Report};
use crate::values::empty_config;

/// What has a configuration.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Provider,
    Resource,
    DataSource,
    Ephemeral,
    List,
    Action,
}

/// One check for each kind of configuration.
pub(super) async fn check(
    client: &ProviderClient<Channel>,
    schema: &get_provider_schema::Response,
    report: &mut Report,
) {
    let provider = schema.provider.iter().map(|schema| ("provider", schema)).collect::<Vec<_>>();
    let resources = schema.resource_schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let sources = schema.data_source_schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let ephemeral = schema.ephemeral_resource_schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let lists = schema.list_resource_schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let actions = schema.action_schemas.iter();
    let actions = actions.filter_map(|(name, action)| Some((name.as_str(), action.schema.as_ref()?))).collect();
    for (kind, schemas) in [
        (Kind::Provider, provider),
        (Kind::Resource, resources),
        (Kind::DataSource, sources),
        (Kind::Ephemeral, ephemeral),
        (Kind::List, lists),
        (Kind::Action, actions),
    ] {
        let mut missing = Vec::new();
        for (name, schema) in schemas {
            let block = schema.block.clone().unwrap_or_default();
            match accepted_nulls(client, kind, name, &block).await {
                Ok(accepted) => missing.extend(accepted),
                Err(status) => missing.push(format!("{name}: {}", brief(&status))),
            }
        }
        // A provider may list its types and attributes in any order.
        missing.sort();
        let outcome = if missing.is_empty() {
            Outcome::Pass
        } else {
            Outcome::Differs(format!("null is accepted for {}", missing.join(", ")))
        };
        report.add(format!("required arguments: {kind:?} with null"), outcome);
    }
}

/// The required arguments for which null is no error on the argument.
async fn accepted_nulls(
    client: &ProviderClient<Channel>,
    kind: Kind,
    name: &str,
    block: &Block,
) -> Result<Vec<String>, Status> {
    let refused = refused(&validated(client, kind, name, block).await?);
    let required = block.attributes.iter().filter(|attribute| attribute.required).map(|attribute| &attribute.name);
    Ok(required.filter(|required| !refused.contains(required)).map(|required| format!("{name}.{required}")).collect())
}

/// The arguments with an error.
fn refused(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() != Severity::Warning);
    let first = |diagnostic: &Diagnostic| match &diagnostic.attribute.as_ref()?.steps.first()?.selector {
        Some(Selector::AttributeName(name)) => Some(name.clone()),
        _ => None,
    };
    errors.filter_map(first).collect()
}

/// The diagnostics of a configuration in which everything is null.
async fn validated(
    client: &ProviderClient<Channel>,
    kind: Kind,
    name: &str,
    block: &Block,
) -> Result<Vec<Diagnostic>, Status> {
    let mut client = client.clone();
    let (type_name, config) = (name.to_owned(), Some(empty_config(block)));
    Ok(match kind {
        Kind::Provider => {
            let request = validate_provider_config::Request { config };
            client.validate_provider_config(request).await?.into_inner().diagnostics
        }
        Kind::Resource => {
            let request = validate_resource_config::Request { type_name, config, ..Default::default() };
            client.validate_resource_config(request).await?.into_inner().diagnostics
        }
        Kind::DataSource => {
            let request = validate_data_resource_config::Request { type_name, config };
            client.validate_data_resource_config(request).await?.into_inner().diagnostics
        }
        Kind::Ephemeral => {
            let request = validate_ephemeral_resource_config::Request { type_name, config };
            client.validate_ephemeral_resource_config(request).await?.into_inner().diagnostics
        }
        Kind::List => {
            let request = validate_list_resource_config::Request { type_name, config, ..Default::default() };
            client.validate_list_resource_config(request).await?.into_inner().diagnostics
        }
        Kind::Action => {
            let request = validate_action_config::Request { type_name, config };
            client.validate_action_config(request).await?.into_inner().diagnostics
        }
    })
}

#[cfg(test)]
mod tests {
    use tfplugin::generated::tfplugin6::AttributePath;
    use tfplugin::generated::tfplugin6::attribute_path::Step;

    use super::*;

    #[test]
    fn only_errors_refuse() {
        let on = |name: &str, severity: Severity| Diagnostic {
            severity: severity.into(),
            attribute: Some(AttributePath {
                steps: vec![Step { selector: Some(Selector::AttributeName(name.to_owned())) }],
            }),
            ..Diagnostic::default()
        };
        let found = refused(&[on("a", Severity::Error), on("b", Severity::Warning), Diagnostic::default()]);
        assert_eq!(found, ["a"]);
    }
}
