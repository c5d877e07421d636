//! The calls that convert a stored state or identity to the current schema.

use serde_json::Value as Json;

use super::{
    convert::{decode_stored_value, encode_value, parse_stored_json},
    identity,
    server::Server,
};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, plan::add_missing_defaults, provider::Provider};

impl<P: Provider> Server<P> {
    pub(super) async fn upgrade(
        &self,
        request: pb::upgrade_resource_state::Request,
    ) -> Result<pb::upgrade_resource_state::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let what = format!("state of this {}", request.type_name);
        let stored = resource.upgrade(request.version, json(request.raw_state, &what)?)?;
        let schema = resource.schema();
        let state = add_missing_defaults(&schema.block, &stored, decode_stored_value(&stored, &schema.ty, &what)?);
        Ok(pb::upgrade_resource_state::Response { upgraded_state: Some(encode_value(&state)), diagnostics: Vec::new() })
    }

    pub(super) async fn upgrade_identity(
        &self,
        request: pb::upgrade_resource_identity::Request,
    ) -> Result<pb::upgrade_resource_identity::Response, Diagnostic> {
        let resource = self.registered_resource(&request.type_name)?;
        let identity = resource.identity.as_deref().ok_or_else(|| identity::no_identity(&request.type_name))?;
        let what = format!("identity of this {}", request.type_name);
        // Terraform also asks about a state that has no identity.
        if request.raw_identity.as_ref().is_none_or(|raw| raw.json.is_empty()) {
            return Ok(pb::upgrade_resource_identity::Response::default());
        }
        let stored = identity.upgrade(request.version, json(request.raw_identity, &what)?)?;
        let value = decode_stored_value(&stored, &identity.schema().ty, &what)?;
        Ok(pb::upgrade_resource_identity::Response {
            upgraded_identity: identity::encode_identity(&value),
            diagnostics: Vec::new(),
        })
    }
}

fn json(stored: Option<pb::RawState>, what: &str) -> Result<Json, Diagnostic> {
    parse_stored_json(&stored.map(|stored| stored.json).unwrap_or_default(), what)
}
