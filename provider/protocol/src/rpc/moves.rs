//! The call that moves a resource of another provider. Terraform sends it before the provider is configured.

use serde_json::Value as Json;

use super::{
    convert::{self, encode_value},
    server::Server,
};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, moves::MoveSource, provider::Provider, value::Value};

impl<P: Provider> Server<P> {
    pub(super) async fn move_state(
        &self,
        request: pb::move_resource_state::Request,
    ) -> Result<pb::move_resource_state::Response, Diagnostic> {
        let registered = self.registered_resource(&request.target_type_name)?;
        let source = source_of(request)?;
        let stored = match registered.resource.move_from(&source) {
            Ok(stored) => stored,
            Err(diagnostics) => {
                return Ok(pb::move_resource_state::Response {
                    diagnostics: convert::diagnostics(diagnostics),
                    ..Default::default()
                });
            }
        };
        Ok(pb::move_resource_state::Response {
            target_identity: self.response_identity(registered, Value::Null, &stored).await,
            target_state: Some(encode_value(&stored.state)),
            target_private: stored.private.to_bytes(),
            diagnostics: convert::diagnostics(stored.diagnostics),
        })
    }
}

/// The resource of the request. Its state is a JSON object; Terraform before 0.12 stored another form.
fn source_of(request: pb::move_resource_state::Request) -> Result<MoveSource, Diagnostic> {
    let what = format!("state of this {}", request.source_type_name);
    let stored = request.source_state.unwrap_or_default().json;
    if stored.is_empty() {
        return Err(Diagnostic::error(
            "Unreadable state",
            format!(
                "The {what} is not JSON. Terraform before version 0.12 has stored it: run terraform apply with its provider first."
            ),
        ));
    }
    let Json::Object(state) = convert::parse_stored_json(&stored, &what)? else {
        return Err(Diagnostic::error("Unreadable state", format!("The {what} is not a JSON object.")));
    };
    Ok(MoveSource {
        provider: request.source_provider_address,
        type_name: request.source_type_name,
        version: request.source_schema_version,
        state,
    })
}
