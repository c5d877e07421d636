//! The call that creates the configuration of an imported or listed object.

use super::{
    convert::{decode_value, encode_value},
    response::DiagnosticResponse,
    server::Server,
};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, provider::Provider, value::Value};

impl<P: Provider> Server<P> {
    pub(super) async fn generate_config(
        &self,
        request: pb::generate_resource_config::Request,
    ) -> Result<pb::generate_resource_config::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let Some(state) = request.state else { return Err(no_state(&request.type_name)) };
        let state = decode_value(Some(&state), &resource.schema().ty)?;
        // A listed object without its attributes.
        let config = if state.is_null() { Ok(Value::Null) } else { resource.configuration(&state) };
        Ok(match config {
            Ok(config) => {
                pb::generate_resource_config::Response { config: Some(encode_value(&config)), diagnostics: Vec::new() }
            }
            Err(problems) => DiagnosticResponse::from_diagnostics(problems),
        })
    }
}

fn no_state(type_name: &str) -> Diagnostic {
    Diagnostic::error(
        "Cannot generate a configuration",
        format!(
            "Terraform sent no state of this {type_name}. Terraform 1.14.0 has this error: use Terraform 1.14.1 or later."
        ),
    )
}
