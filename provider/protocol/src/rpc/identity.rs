//! Identities of managed resources: stored by the core beside the state, and a way to import.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tracing::warn;

use super::{
    convert::{self, dynamic, value},
    response::panic_diagnostic,
    server::Server,
};
use crate::{
    diagnostic::Diagnostic,
    generated::tfplugin6 as pb,
    provider::Provider,
    registry::{Registered, StoredState},
    schema::{Attribute, Block},
    value::Value,
};

impl<P: Provider> Server<P> {
    pub(super) async fn identity_schemas(&self) -> Result<pb::get_resource_identity_schemas::Response, Diagnostic> {
        let schemas = self.resources().iter().filter_map(|(name, resource)| {
            let identity = resource.identity.as_ref()?;
            Some(((*name).to_owned(), schema(identity.version(), &identity.schema().block)))
        });
        Ok(pb::get_resource_identity_schemas::Response { identity_schemas: schemas.collect(), diagnostics: Vec::new() })
    }

    /// The identity to answer with: the one the core has, or the one of the object, or none where there is no object.
    pub(super) async fn response_identity(
        &self,
        resource: &Registered<P::Data>,
        known: Value,
        stored: &StoredState,
    ) -> Option<pb::ResourceIdentityData> {
        let identity = resource.identity.as_ref()?;
        if stored.state.is_null() {
            return None;
        }
        if !known.is_null() && known.is_wholly_known() {
            return data(&known);
        }
        // The object exists, whatever breaks here: its state must not be lost for its name.
        let context = self.context();
        let told = identity.of_state(&context, &stored.state, &stored.private);
        match AssertUnwindSafe(told).catch_unwind().await {
            Ok(told) => data(&told),
            Err(panic) => {
                warn!(reason = panic_diagnostic("telling the identity", panic.as_ref()).detail, "no identity");
                None
            }
        }
    }
}

/// The identity the core sent; null where it sent none, or the resource has none.
pub(super) fn known<D>(
    resource: &Registered<D>,
    message: Option<&pb::ResourceIdentityData>,
) -> Result<Value, Diagnostic> {
    match &resource.identity {
        Some(identity) => value(message.and_then(|data| data.identity_data.as_ref()), &identity.schema().ty),
        None => Ok(Value::Null),
    }
}

/// No message stands for none.
pub(super) fn data(identity: &Value) -> Option<pb::ResourceIdentityData> {
    (!identity.is_null()).then(|| pb::ResourceIdentityData { identity_data: Some(dynamic(identity)) })
}

/// What is said where an identity is asked for, or sent, that the resource does not have.
pub(super) fn without(type_name: &str) -> Diagnostic {
    Diagnostic::error("No resource identity", format!("{type_name} has no identity. Import it by its id."))
}

fn schema(version: i64, block: &Block) -> pb::ResourceIdentitySchema {
    pb::ResourceIdentitySchema { version, identity_attributes: block.attributes.iter().map(attribute).collect() }
}

fn attribute(attribute: &Attribute) -> pb::resource_identity_schema::IdentityAttribute {
    pb::resource_identity_schema::IdentityAttribute {
        name: attribute.name.to_owned(),
        r#type: attribute.shape.ty().to_bytes(),
        required_for_import: attribute.required,
        optional_for_import: attribute.optional,
        description: convert::documentation(attribute),
    }
}
