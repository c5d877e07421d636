//! The calls about ephemeral resources.

use std::time::SystemTime;

use jiff::Timestamp;

use super::{
    convert::{self, decode_value, encode_value},
    response::DiagnosticResponse,
    server::Server,
};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, private::Private, provider::Provider, value::Value};

impl<P: Provider> Server<P> {
    pub(super) async fn validate_ephemeral(
        &self,
        request: pb::validate_ephemeral_resource_config::Request,
    ) -> Result<pb::validate_ephemeral_resource_config::Response, Diagnostic> {
        let ephemeral = self.ephemeral(&request.type_name)?;
        let config = decode_value(request.config.as_ref(), &ephemeral.schema().ty)?;
        Ok(DiagnosticResponse::from_diagnostics(ephemeral.validate(&config)))
    }

    pub(super) async fn open(
        &self,
        request: pb::open_ephemeral_resource::Request,
    ) -> Result<pb::open_ephemeral_resource::Response, Diagnostic> {
        let ephemeral = self.ephemeral(&request.type_name)?;
        let config = decode_value(request.config.as_ref(), &ephemeral.schema().ty)?;
        let may_defer = request.client_capabilities.is_some_and(|client| client.deferral_allowed);
        let opened = match ephemeral.open(&self.context(), &config, may_defer).await {
            Ok(Some(opened)) => opened,
            Ok(None) => return Ok(deferred_response(&config)),
            Err(diagnostics) => return Ok(DiagnosticResponse::from_diagnostics(diagnostics)),
        };
        Ok(pb::open_ephemeral_resource::Response {
            result: Some(encode_value(&opened.result)),
            renew_at: opened.renew_at.map(timestamp),
            private: Some(opened.private.to_bytes()),
            diagnostics: convert::diagnostics(opened.diagnostics),
            deferred: None,
        })
    }

    pub(super) async fn renew(
        &self,
        request: pb::renew_ephemeral_resource::Request,
    ) -> Result<pb::renew_ephemeral_resource::Response, Diagnostic> {
        let ephemeral = self.ephemeral(&request.type_name)?;
        let private = Private::from_bytes(request.private.as_deref().unwrap_or_default())?;
        let renewed = ephemeral.renew(&self.context(), private).await;
        Ok(pb::renew_ephemeral_resource::Response {
            renew_at: renewed.renew_at.map(timestamp),
            private: Some(renewed.private.to_bytes()),
            diagnostics: convert::diagnostics(renewed.diagnostics),
        })
    }

    pub(super) async fn close(
        &self,
        request: pb::close_ephemeral_resource::Request,
    ) -> Result<pb::close_ephemeral_resource::Response, Diagnostic> {
        let ephemeral = self.ephemeral(&request.type_name)?;
        let private = Private::from_bytes(request.private.as_deref().unwrap_or_default())?;
        Ok(DiagnosticResponse::from_diagnostics(ephemeral.close(&self.context(), private).await))
    }
}

/// The response for a deferred opening. It contains a result because Terraform reads one from every response.
fn deferred_response(config: &Value) -> pb::open_ephemeral_resource::Response {
    pb::open_ephemeral_resource::Response {
        result: Some(encode_value(config)),
        deferred: Some(pb::Deferred { reason: pb::deferred::Reason::ProviderConfigUnknown.into() }),
        ..Default::default()
    }
}

fn timestamp(at: Timestamp) -> prost_types::Timestamp {
    SystemTime::from(at).into()
}
