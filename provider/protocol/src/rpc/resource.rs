//! Managed resources.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::{
    answer::{Answer, broken},
    convert::{self, dynamic, json_value, value},
    server::Server,
};
use crate::{
    diagnostic::Diagnostic,
    generated::tfplugin6 as pb,
    private::Private,
    provider::Provider,
    registry::{Applied, PlanInput, Stored},
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

    pub(super) async fn upgrade(
        &self,
        request: pb::upgrade_resource_state::Request,
    ) -> Result<pb::upgrade_resource_state::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let stored = request.raw_state.map(|raw| raw.json).unwrap_or_default();
        let state = if request.version == resource.version() {
            json_value(&stored, &resource.schema().ty)?
        } else {
            let json = serde_json::from_slice(&stored).map_err(|error| {
                Diagnostic::error("Unreadable state", format!("The stored state is not JSON: {error}."))
            })?;
            let upgraded = resource.upgrade(request.version, json)?;
            json_value(upgraded.to_string().as_bytes(), &resource.schema().ty)?
        };
        Ok(pb::upgrade_resource_state::Response { upgraded_state: Some(dynamic(&state)), diagnostics: Vec::new() })
    }

    pub(super) async fn read(
        &self,
        request: pb::read_resource::Request,
    ) -> Result<pb::read_resource::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let state = value(request.current_state.as_ref(), &resource.schema().ty)?;
        if state.is_null() {
            return Ok(pb::read_resource::Response { new_state: Some(dynamic(&state)), ..Default::default() });
        }
        let private = Private::from_bytes(&request.private)?;
        let stored = resource.read(&self.context(), state, private).await;
        Ok(pb::read_resource::Response {
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
        let resource = self.resource(&request.type_name)?;
        let ty = &resource.schema().ty;
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
        let refused = |diagnostic: Diagnostic| pb::apply_resource_change::Response {
            new_state: prior,
            private,
            diagnostics: convert::diagnostics(diagnostic.into()),
            ..Default::default()
        };
        match AssertUnwindSafe(self.try_apply(request)).catch_unwind().await {
            Ok(Ok(stored)) => Ok(pb::apply_resource_change::Response {
                new_state: Some(dynamic(&stored.state)),
                private: stored.private.to_bytes(),
                diagnostics: convert::diagnostics(stored.diagnostics),
                ..Default::default()
            }),
            Ok(Err(diagnostic)) => Ok(refused(diagnostic)),
            Err(panic) => Ok(refused(broken("ApplyResourceChange", panic.as_ref()))),
        }
    }

    async fn try_apply(&self, request: pb::apply_resource_change::Request) -> Result<Stored, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let ty = &resource.schema().ty;
        let input = Applied {
            prior: value(request.prior_state.as_ref(), ty)?,
            planned: value(request.planned_state.as_ref(), ty)?,
            config: value(request.config.as_ref(), ty)?,
            private: Private::from_bytes(&request.planned_private)?,
        };
        Ok(resource.apply(&self.context(), input).await)
    }

    pub(super) async fn import(
        &self,
        request: pb::import_resource_state::Request,
    ) -> Result<pb::import_resource_state::Response, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        match resource.import(&self.context(), &request.id).await {
            Err(diagnostics) => Ok(Answer::only(diagnostics)),
            Ok(state) => Ok(pb::import_resource_state::Response {
                imported_resources: vec![pb::import_resource_state::ImportedResource {
                    type_name: request.type_name,
                    state: Some(dynamic(&state)),
                    ..Default::default()
                }],
                ..Default::default()
            }),
        }
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
