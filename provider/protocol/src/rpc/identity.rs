//! The calls about identities of managed resources, which Terraform stores beside the state.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tracing::warn;

use super::{
    convert::{self, decode_value, encode_value},
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

    /// The identity for a response: the one that Terraform has stored, or else that of the object. `None` if there is no object.
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
            return encode_identity(&known);
        }
        // The object exists. A panic while its identity is determined must not lose its state.
        let context = self.context();
        let determined = identity.of_state(&context, &stored.state, &stored.private);
        match AssertUnwindSafe(determined).catch_unwind().await {
            Ok(identity) => encode_identity(&identity),
            Err(panic) => {
                warn!(reason = panic_diagnostic("identity", panic.as_ref()).detail, "cannot determine the identity");
                None
            }
        }
    }
}

/// Decodes the identity that Terraform sent. Null if it sent none, or if the resource has no identity.
pub(super) fn decode_identity<D>(
    resource: &Registered<D>,
    message: Option<&pb::ResourceIdentityData>,
) -> Result<Value, Diagnostic> {
    match &resource.identity {
        Some(identity) => decode_value(message.and_then(|data| data.identity_data.as_ref()), &identity.schema().ty),
        None => Ok(Value::Null),
    }
}

/// Encodes an identity. Null becomes no message.
pub(super) fn encode_identity(identity: &Value) -> Option<pb::ResourceIdentityData> {
    (!identity.is_null()).then(|| pb::ResourceIdentityData { identity_data: Some(encode_value(identity)) })
}

/// The error if a call needs the identity of a resource that has none.
pub(super) fn no_identity(type_name: &str) -> Diagnostic {
    Diagnostic::error("No resource identity", format!("{type_name} has no identity. Import it by its ID."))
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
