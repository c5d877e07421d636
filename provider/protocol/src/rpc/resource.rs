//! Managed resources.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::{
    convert::{self, dynamic, value},
    identity::{self, known},
    response::{Answer, panic_diagnostic},
    server::Server,
};
use crate::{
    diagnostic::Diagnostic,
    generated::tfplugin6 as pb,
    private::Private,
    provider::Provider,
    registry::{ApplyInput, PlanInput, StoredState},
};

impl<P: Provider> Server<P> {
    pub(super) async fn validate_resource(
        &self,
        request: pb::validate_resource_config::Request,
    ) -> Result<pb::validate_resource_config::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let config = value(request.config.as_ref(), &resource.schema().ty)?;
        let write_only = request.client_capabilities.is_some_and(|core| core.write_only_attributes_allowed);
        Ok(Answer::only(resource.validate(&config, write_only)))
    }

    pub(super) async fn read(
        &self,
        request: pb::read_resource::Request,
    ) -> Result<pb::read_resource::Response, Diagnostic> {
        let registered = self.registered(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let state = value(request.current_state.as_ref(), &resource.schema().ty)?;
        let identity = known(registered, request.current_identity.as_ref())?;
        if state.is_null() {
            return Ok(pb::read_resource::Response { new_state: Some(dynamic(&state)), ..Default::default() });
        }
        let private = Private::from_bytes(&request.private)?;
        let stored = resource.read(&self.context(), state, private).await;
        Ok(pb::read_resource::Response {
            new_identity: self.response_identity(registered, identity, &stored).await,
            new_state: Some(dynamic(&stored.state)),
            private: stored.private.to_bytes(),
            diagnostics: convert::diagnostics(stored.diagnostics),
            ..Default::default()
        })
    }

    pub(super) async fn plan(
        &self,
        request: pb::plan_resource_change::Request,
    ) -> Result<pb::plan_resource_change::Response, Diagnostic> {
        let registered = self.registered(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let ty = &resource.schema().ty;
        let identity = known(registered, request.prior_identity.as_ref())?;
        let input = PlanInput {
            prior: value(request.prior_state.as_ref(), ty)?,
            proposed: value(request.proposed_new_state.as_ref(), ty)?,
            config: value(request.config.as_ref(), ty)?,
            private: Private::from_bytes(&request.prior_private)?,
        };
        let output = resource.plan(&self.context(), input).await;
        Ok(pb::plan_resource_change::Response {
            planned_state: Some(dynamic(&output.planned)),
            requires_replace: output.replace.iter().map(convert::path).collect(),
            planned_private: output.private.to_bytes(),
            // An identity never changes; that of an object which does not exist yet is told when it does.
            planned_identity: identity::data(&identity),
            diagnostics: convert::diagnostics(output.diagnostics),
            ..Default::default()
        })
    }

    /// Unlike elsewhere, an empty answer here would mean that the object is gone. Whatever goes wrong before the
    /// resource could tell, the prior state stays.
    pub(super) async fn apply(
        &self,
        request: pb::apply_resource_change::Request,
    ) -> Result<pb::apply_resource_change::Response, Diagnostic> {
        let prior = request.prior_state.clone();
        let private = request.planned_private.clone();
        let identity = request.planned_identity.clone();
        let refused = |diagnostic: Diagnostic| pb::apply_resource_change::Response {
            new_state: prior,
            private,
            new_identity: identity,
            diagnostics: convert::diagnostics(diagnostic.into()),
            ..Default::default()
        };
        match AssertUnwindSafe(self.try_apply(request)).catch_unwind().await {
            Ok(Ok((stored, identity))) => Ok(pb::apply_resource_change::Response {
                new_identity: identity,
                new_state: Some(dynamic(&stored.state)),
                private: stored.private.to_bytes(),
                diagnostics: convert::diagnostics(stored.diagnostics),
                ..Default::default()
            }),
            Ok(Err(diagnostic)) => Ok(refused(diagnostic)),
            Err(panic) => Ok(refused(panic_diagnostic("ApplyResourceChange", panic.as_ref()))),
        }
    }

    async fn try_apply(
        &self,
        request: pb::apply_resource_change::Request,
    ) -> Result<(StoredState, Option<pb::ResourceIdentityData>), Diagnostic> {
        let registered = self.registered(&request.type_name)?;
        let resource = registered.resource.as_ref();
        let ty = &resource.schema().ty;
        let identity = known(registered, request.planned_identity.as_ref())?;
        let input = ApplyInput {
            prior: value(request.prior_state.as_ref(), ty)?,
            planned: value(request.planned_state.as_ref(), ty)?,
            config: value(request.config.as_ref(), ty)?,
            private: Private::from_bytes(&request.planned_private)?,
        };
        let stored = resource.apply(&self.context(), input).await;
        let identity = self.response_identity(registered, identity, &stored).await;
        Ok((stored, identity))
    }

    pub(super) async fn move_state(
        &self,
        request: pb::move_resource_state::Request,
    ) -> Result<pb::move_resource_state::Response, Diagnostic> {
        Err(Diagnostic::error(
            "Cannot move between these resource types",
            format!(
                "A {} cannot become a {}: they are different things in the cloud. Import the object into the new resource \
                 instead, and take the old one out of the state with a `removed` block.",
                request.source_type_name, request.target_type_name
            ),
        ))
    }
}
