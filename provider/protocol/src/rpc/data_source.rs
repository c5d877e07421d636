//! The calls about data sources.

use super::{
    convert::{decode_value, encode_value},
    response::DiagnosticResponse,
    server::Server,
};
use crate::{diagnostic::Diagnostic, generated::tfplugin6 as pb, provider::Provider};

impl<P: Provider> Server<P> {
    pub(super) async fn validate_data_source(
        &self,
        request: pb::validate_data_resource_config::Request,
    ) -> Result<pb::validate_data_resource_config::Response, Diagnostic> {
        let source = self.data_source(&request.type_name)?;
        let config = decode_value(request.config.as_ref(), &source.schema().ty)?;
        Ok(DiagnosticResponse::from_diagnostics(source.validate(&config)))
    }

    pub(super) async fn read_data(
        &self,
        request: pb::read_data_source::Request,
    ) -> Result<pb::read_data_source::Response, Diagnostic> {
        let source = self.data_source(&request.type_name)?;
        let config = decode_value(request.config.as_ref(), &source.schema().ty)?;
        Ok(match source.read(&self.context(), &config).await {
            Ok(state) => pb::read_data_source::Response { state: Some(encode_value(&state)), ..Default::default() },
            Err(diagnostics) => DiagnosticResponse::from_diagnostics(diagnostics),
        })
    }
}
