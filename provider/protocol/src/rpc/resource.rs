//! The calls about managed resources.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::{
    convert::{self, decode_value, encode_value},
    identity::{decode_identity, encode_identity},
    response::{DiagnosticResponse, panic_diagnostic},
    server::Server,
};
use crate::{
    diagnostic::Diagnostic,
    generated::tfplugin6 as pb,
    private::Private,
    provider::Provider,
    registry::{ApplyInput, PlanInput, StoredState},
    value::Value,
};

impl<P: Provider> Server<P> {
    pub(super) async fn validate_resource(
        &self,
        request: pb::validate_resource_config::Request,
    ) -> Result<pb::validate_resource_config::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let config = decode_value(request.config.as_ref(), &resource.schema().ty)?;
        let write_only = request.client_capabilities.is_some_and(|client| client.write_only_attributes_allowed);
        Ok(DiagnosticResponse::from_diagnostics(resource.validate(&config, write_only)))
    }

    pub(super) async fn read(
        &self,
        request: pb::read_resource::Request,
    ) -> Result<pb::read_resource::Response, Diagnostic> {
        let registered = self.registered_resource(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let state = decode_value(request.current_state.as_ref(), &resource.schema().ty)?;
        let identity = decode_identity(registered, request.current_identity.as_ref())?;
        if state.is_null() {
            return Ok(pb::read_resource::Response { new_state: Some(encode_value(&state)), ..Default::default() });
        }
        let private = Private::from_bytes(&request.private)?;
        let stored = resource.read(&self.context(), state, private).await;
        Ok(pb::read_resource::Response {
            new_identity: self.response_identity(registered, identity, &stored).await,
            new_state: Some(encode_value(&stored.state)),
            private: stored.private.to_bytes(),
            diagnostics: convert::diagnostics(stored.diagnostics),
            ..Default::default()
        })
    }

    pub(super) async fn plan(
        &self,
        request: pb::plan_resource_change::Request,
    ) -> Result<pb::plan_resource_change::Response, Diagnostic> {
        let registered = self.registered_resource(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let ty = &resource.schema().ty;
        let identity = decode_identity(registered, request.prior_identity.as_ref())?;
        let input = PlanInput {
            prior: decode_value(request.prior_state.as_ref(), ty)?,
            proposed: decode_value(request.proposed_new_state.as_ref(), ty)?,
            config: decode_value(request.config.as_ref(), ty)?,
            private: Private::from_bytes(&request.prior_private)?,
        };
        let is_create = input.prior.is_null();
        let output = resource.plan(&self.context(), input).await;
        // The identity of a new object is returned by the apply. That of an existing object never changes.
        let is_new_object = is_create || !output.replace.is_empty();
        let identity = if is_new_object { Value::Null } else { identity };
        Ok(pb::plan_resource_change::Response {
            planned_state: Some(encode_value(&output.planned)),
            requires_replace: output.replace.iter().map(convert::path).collect(),
            planned_private: output.private.to_bytes(),
            planned_identity: encode_identity(&identity),
            diagnostics: convert::diagnostics(output.diagnostics),
            ..Default::default()
        })
    }

    /// Applies a change. Unlike in other calls, an empty response would mean that the object does not exist any more. So if the
    /// call fails before the resource returns a state, the response has the prior state.
    pub(super) async fn apply(
        &self,
        request: pb::apply_resource_change::Request,
    ) -> Result<pb::apply_resource_change::Response, Diagnostic> {
        let prior = request.prior_state.clone();
        let private = request.planned_private.clone();
        let identity = request.planned_identity.clone();
        let failed = |diagnostic: Diagnostic| pb::apply_resource_change::Response {
            new_state: prior,
            private,
            new_identity: identity,
            diagnostics: convert::diagnostics(diagnostic.into()),
            ..Default::default()
        };
        match AssertUnwindSafe(self.try_apply(request)).catch_unwind().await {
            Ok(Ok((stored, identity))) => Ok(pb::apply_resource_change::Response {
                new_identity: identity,
                new_state: Some(encode_value(&stored.state)),
                private: stored.private.to_bytes(),
                diagnostics: convert::diagnostics(stored.diagnostics),
                ..Default::default()
            }),
            Ok(Err(diagnostic)) => Ok(failed(diagnostic)),
            Err(panic) => Ok(failed(panic_diagnostic("ApplyResourceChange", panic.as_ref()))),
        }
    }

    async fn try_apply(
        &self,
        request: pb::apply_resource_change::Request,
    ) -> Result<(StoredState, Option<pb::ResourceIdentityData>), Diagnostic> {
        let registered = self.registered_resource(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let ty = &resource.schema().ty;
        let identity = decode_identity(registered, request.planned_identity.as_ref())?;
        let input = ApplyInput {
            prior: decode_value(request.prior_state.as_ref(), ty)?,
            planned: decode_value(request.planned_state.as_ref(), ty)?,
            config: decode_value(request.config.as_ref(), ty)?,
            private: Private::from_bytes(&request.planned_private)?,
        };
        let stored = resource.apply(&self.context(), input).await;
        let identity = self.response_identity(registered, identity, &stored).await;
        Ok((stored, identity))
    }
}
