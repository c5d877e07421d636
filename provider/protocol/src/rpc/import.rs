//! The import call, which creates the first state from an ID or from an identity.

use super::{
    convert::{decode_value, encode_value},
    identity,
    response::DiagnosticResponse,
    server::Server,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    generated::tfplugin6 as pb,
    provider::Provider,
    registry::{Registered, StoredState},
    value::Value,
};

impl<P: Provider> Server<P> {
    pub(super) async fn import(
        &self,
        request: pb::import_resource_state::Request,
    ) -> Result<pb::import_resource_state::Response, Diagnostic> {
        let resource = self.registered_resource(&request.type_name)?;
        let state = match request.identity.and_then(|data| data.identity_data) {
            Some(message) => self.decode_and_import(resource, &message).await?,
            None => resource.resource.import(&self.context(), &request.id).await,
        };
        let stored = match state {
            Ok(state) => StoredState { state, ..StoredState::default() },
            Err(diagnostics) => return Ok(DiagnosticResponse::from_diagnostics(diagnostics)),
        };
        let imported = pb::import_resource_state::ImportedResource {
            identity: self.response_identity(resource, Value::Null, &stored).await,
            type_name: request.type_name,
            state: Some(encode_value(&stored.state)),
            ..Default::default()
        };
        Ok(pb::import_resource_state::Response { imported_resources: vec![imported], ..Default::default() })
    }

    async fn decode_and_import(
        &self,
        resource: &Registered<P::Data>,
        message: &pb::DynamicValue,
    ) -> Result<Result<Value, Diagnostics>, Diagnostic> {
        let Some(registered) = &resource.identity else { return Err(identity::no_identity(resource.type_name())) };
        let given = decode_value(Some(message), &registered.schema().ty)?;
        Ok(registered.import(&self.context(), &given).await)
    }
}
