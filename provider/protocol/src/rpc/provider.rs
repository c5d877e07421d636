//! The calls about the provider block.

use super::{
    convert::{self, decode_value},
    response::DiagnosticResponse,
    server::Server,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    generated::tfplugin6 as pb,
    model::Content,
    path::PathRef,
    provider::{Configure, Provider},
    schema::validate_block,
    value::Value,
};

impl<P: Provider> Server<P> {
    pub(super) async fn validate_provider(
        &self,
        request: pb::validate_provider_config::Request,
    ) -> Result<pb::validate_provider_config::Response, Diagnostic> {
        let schema = self.schema.get::<P::Config>();
        let config = without_empty_text(decode_value(request.config.as_ref(), &schema.ty)?);
        let mut diagnostics = Diagnostics::new();
        validate_block(&schema.block, &config, &PathRef::root(), &mut diagnostics);
        let model = P::Config::read(&config, &PathRef::root())?;
        self.provider.validate(&model, &mut diagnostics);
        Ok(DiagnosticResponse::from_diagnostics(diagnostics))
    }

    pub(super) async fn configure(
        &self,
        request: pb::configure_provider::Request,
    ) -> Result<pb::configure_provider::Response, Diagnostic> {
        let schema = self.schema.get::<P::Config>();
        let config = without_empty_text(decode_value(request.config.as_ref(), &schema.ty)?);
        let config = P::Config::read(&config, &PathRef::root())?;
        let call = Configure { config, terraform_version: request.terraform_version, cancel: self.context().cancel };
        let (data, diagnostics) = self.provider.configure(call).await;
        if let (Some(data), false) = (data, diagnostics.has_errors()) {
            self.set_data(data);
        }
        Ok(pb::configure_provider::Response { diagnostics: convert::diagnostics(diagnostics) })
    }

    pub(super) fn stop(&self) -> pb::stop_provider::Response {
        self.stop_token().cancel();
        pb::stop_provider::Response::default()
    }
}

/// The provider block with null for each argument that is an empty text. An environment variable without text is not set either,
/// and a module passes a variable with the default `""` on for an argument that its user does not set.
fn without_empty_text(block: Value) -> Value {
    match block {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Map(arguments) => {
            let arguments = arguments.into_iter().map(|(name, argument)| (name, without_empty_text(argument)));
            Value::Map(arguments.collect())
        }
        other => other,
    }
}
