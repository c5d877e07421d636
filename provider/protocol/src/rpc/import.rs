//! Import: a first state from an id or from an identity.

use super::{
    convert::{dynamic, value},
    identity,
    response::Answer,
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
        let resource = self.registered(&request.type_name)?;
        let state = match request.identity.and_then(|data| data.identity_data) {
            Some(message) => self.decode_and_import(resource, &message).await?,
            None => resource.resource.import(&self.context(), &request.id).await,
        };
        let stored = match state {
            Ok(state) => StoredState { state, ..StoredState::default() },
            Err(diagnostics) => return Ok(Answer::only(diagnostics)),
        };
        let imported = pb::import_resource_state::ImportedResource {
            identity: self.response_identity(resource, Value::Null, &stored).await,
            type_name: request.type_name,
            state: Some(dynamic(&stored.state)),
            ..Default::default()
        };
        Ok(pb::import_resource_state::Response { imported_resources: vec![imported], ..Default::default() })
    }

    async fn decode_and_import(
        &self,
        resource: &Registered<P::Data>,
        message: &pb::DynamicValue,
    ) -> Result<Result<Value, Diagnostics>, Diagnostic> {
        let Some(own) = &resource.identity else { return Err(identity::without(resource.type_name())) };
        let given = value(Some(message), &own.schema().ty)?;
        Ok(own.import(&self.context(), &given).await)
    }
}
