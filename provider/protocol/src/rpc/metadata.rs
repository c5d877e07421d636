//! What the provider has: asked before any configuration is known.

use super::{convert, server::Server};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, provider::Provider};

fn capabilities() -> pb::ServerCapabilities {
    pb::ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        ..pb::ServerCapabilities::default()
    }
}

impl<P: Provider> Server<P> {
    pub(super) async fn metadata(&self) -> Result<pb::get_metadata::Response, Diagnostic> {
        let resources = self.resources().keys();
        Ok(pb::get_metadata::Response {
            server_capabilities: Some(capabilities()),
            resources: resources
                .map(|name| pb::get_metadata::ResourceMetadata { type_name: (*name).to_owned() })
                .collect(),
            ..pb::get_metadata::Response::default()
        })
    }

    pub(super) async fn provider_schema(&self) -> Result<pb::get_provider_schema::Response, Diagnostic> {
        let provider = self.schema.get::<P::Config>();
        let resources = self.resources().iter().map(|(name, resource)| {
            ((*name).to_owned(), convert::schema(resource.0.version(), &resource.0.schema().block))
        });
        Ok(pb::get_provider_schema::Response {
            provider: Some(convert::schema(0, &provider.block)),
            resource_schemas: resources.collect(),
            server_capabilities: Some(capabilities()),
            ..pb::get_provider_schema::Response::default()
        })
    }
}
