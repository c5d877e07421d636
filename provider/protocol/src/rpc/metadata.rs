//! The calls about the capabilities and schemas of the provider, which Terraform makes before it configures the provider.

use super::{convert, server::Server};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, provider::Provider};

fn capabilities() -> pb::ServerCapabilities {
    pb::ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: true,
    }
}

impl<P: Provider> Server<P> {
    pub(super) async fn metadata(&self) -> Result<pb::get_metadata::Response, Diagnostic> {
        use pb::get_metadata::{
            ActionMetadata, DataSourceMetadata, EphemeralMetadata, FunctionMetadata, ListResourceMetadata,
            ResourceMetadata,
        };
        let resources = self.resources().keys().map(|name| ResourceMetadata { type_name: (*name).to_owned() });
        let sources = self.data_sources().keys().map(|name| DataSourceMetadata { type_name: (*name).to_owned() });
        let ephemerals = self.ephemerals().keys().map(|name| EphemeralMetadata { type_name: (*name).to_owned() });
        let functions = self.functions().keys().map(|name| FunctionMetadata { name: (*name).to_owned() });
        let lists = self.list_resources().keys().map(|name| ListResourceMetadata { type_name: (*name).to_owned() });
        let actions = self.actions().keys().map(|name| ActionMetadata { type_name: (*name).to_owned() });
        Ok(pb::get_metadata::Response {
            server_capabilities: Some(capabilities()),
            resources: resources.collect(),
            data_sources: sources.collect(),
            ephemeral_resources: ephemerals.collect(),
            functions: functions.collect(),
            list_resources: lists.collect(),
            actions: actions.collect(),
            ..pb::get_metadata::Response::default()
        })
    }

    pub(super) async fn provider_schema(&self) -> Result<pb::get_provider_schema::Response, Diagnostic> {
        let provider = self.schema.get::<P::Config>();
        let resources = self.resources().iter().map(|(name, resource)| {
            ((*name).to_owned(), convert::schema(resource.resource.version(), resource.block()))
        });
        let data_sources = self
            .data_sources()
            .iter()
            .map(|(name, source)| ((*name).to_owned(), convert::schema(0, &source.0.schema().block)));
        let ephemerals = self
            .ephemerals()
            .iter()
            .map(|(name, ephemeral)| ((*name).to_owned(), convert::schema(0, &ephemeral.0.schema().block)));
        let lists = self
            .list_resources()
            .iter()
            .map(|(name, list)| ((*name).to_owned(), convert::schema(0, &list.0.schema().block)));
        let actions = self.actions().iter().map(|(name, action)| {
            let schema = convert::schema(0, &action.0.schema().block);
            ((*name).to_owned(), pb::ActionSchema { schema: Some(schema) })
        });
        Ok(pb::get_provider_schema::Response {
            provider: Some(convert::schema(0, &provider.block)),
            resource_schemas: resources.collect(),
            data_source_schemas: data_sources.collect(),
            ephemeral_resource_schemas: ephemerals.collect(),
            functions: self.signatures(),
            list_resource_schemas: lists.collect(),
            action_schemas: actions.collect(),
            server_capabilities: Some(capabilities()),
            ..pb::get_provider_schema::Response::default()
        })
    }
}
