//! Responses with diagnostics, and the execution of a call, which turns errors and panics into diagnostics.

use std::{future::Future, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use tracing::{Instrument, debug, debug_span};

use super::convert;
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    generated::tfplugin6 as pb,
};

/// A response message that can contain diagnostics.
pub(super) trait DiagnosticResponse: Default {
    /// A response that contains only diagnostics.
    fn from_diagnostics(diagnostics: impl Into<Diagnostics>) -> Self;
}

macro_rules! impl_from_diagnostics {
    ($($message:ident),* $(,)?) => {
        $(impl DiagnosticResponse for pb::$message::Response {
            fn from_diagnostics(diagnostics: impl Into<Diagnostics>) -> Self {
                let mut response = Self::default();
                response.diagnostics.extend(convert::diagnostics(diagnostics.into()));
                response
            }
        })*
    };
}

impl_from_diagnostics!(
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    get_functions,
    validate_provider_config,
    configure_provider,
    validate_resource_config,
    upgrade_resource_state,
    upgrade_resource_identity,
    read_resource,
    plan_resource_change,
    apply_resource_change,
    import_resource_state,
    move_resource_state,
    validate_data_resource_config,
    read_data_source,
    validate_ephemeral_resource_config,
    open_ephemeral_resource,
    renew_ephemeral_resource,
    close_ephemeral_resource,
    validate_list_resource_config,
    generate_resource_config,
    validate_action_config,
    plan_action,
);

/// The response of a function has one error instead of diagnostics.
impl DiagnosticResponse for pb::call_function::Response {
    fn from_diagnostics(diagnostics: impl Into<Diagnostics>) -> Self {
        let first = diagnostics.into().into_iter().next();
        let text = first.map(|first| format!("{}: {}", first.summary, first.detail)).unwrap_or_default();
        Self { result: None, error: Some(convert::function_error(&text, None)) }
    }
}

/// Executes a call. An error or a panic becomes a diagnostic in the response, and the process keeps running.
///
/// `resource` is the type name of the resource, data source or ephemeral resource for the log; empty if the call has none.
pub(super) async fn execute<R: DiagnosticResponse>(
    rpc: &'static str,
    resource: &str,
    call: impl Future<Output = Result<R, Diagnostic>>,
) -> Result<tonic::Response<R>, tonic::Status> {
    let span = debug_span!("rpc", tf_rpc = rpc, tf_resource_type = resource);
    let guarded = async {
        debug!("called");
        let response = match AssertUnwindSafe(call).catch_unwind().await {
            Ok(Ok(response)) => response,
            Ok(Err(diagnostic)) => R::from_diagnostics(diagnostic),
            Err(panic) => R::from_diagnostics(panic_diagnostic(rpc, panic.as_ref())),
        };
        debug!("responded");
        response
    };
    Ok(tonic::Response::new(guarded.instrument(span).await))
}

/// The diagnostic for a panic during a call.
pub(super) fn panic_diagnostic(rpc: &str, panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    Diagnostic::bug(format!("{rpc} panicked: {text}."))
}
