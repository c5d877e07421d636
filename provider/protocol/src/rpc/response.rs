//! Answers that carry diagnostics, and the net under every call.

use std::{future::Future, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use tracing::{Instrument, debug, debug_span};

use super::convert;
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    generated::tfplugin6 as pb,
};

/// A response message that can tell what went wrong.
pub(super) trait Answer: Default {
    /// Only diagnostics.
    fn only(diagnostics: impl Into<Diagnostics>) -> Self;
}

macro_rules! impl_from_diagnostics {
    ($($message:ident),* $(,)?) => {
        $(impl Answer for pb::$message::Response {
            fn only(diagnostics: impl Into<Diagnostics>) -> Self {
                let mut answer = Self::default();
                answer.diagnostics.extend(convert::diagnostics(diagnostics.into()));
                answer
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
);

/// A function has one error in place of diagnostics.
impl Answer for pb::call_function::Response {
    fn only(diagnostics: impl Into<Diagnostics>) -> Self {
        let first = diagnostics.into().into_iter().next();
        let text = first.map(|first| format!("{}: {}", first.summary, first.detail)).unwrap_or_default();
        Self { result: None, error: Some(convert::function_error(&text, None)) }
    }
}

/// Runs a call: what it refuses, and what it breaks on, becomes a diagnostic; the process lives on.
///
/// `resource` is the type of resource, data source or ephemeral resource for the log, empty where the call has none.
pub(super) async fn run<A: Answer>(
    rpc: &'static str,
    resource: &str,
    call: impl Future<Output = Result<A, Diagnostic>>,
) -> Result<tonic::Response<A>, tonic::Status> {
    let span = debug_span!("rpc", tf_rpc = rpc, tf_resource_type = resource);
    let guarded = async {
        debug!("called");
        let answer = match AssertUnwindSafe(call).catch_unwind().await {
            Ok(Ok(answer)) => answer,
            Ok(Err(diagnostic)) => A::only(diagnostic),
            Err(panic) => A::only(panic_diagnostic(rpc, panic.as_ref())),
        };
        debug!("answered");
        answer
    };
    Ok(tonic::Response::new(guarded.instrument(span).await))
}

/// What a panic tells the user.
pub(super) fn panic_diagnostic(rpc: &str, panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    Diagnostic::bug(format!("{rpc} broke off: {text}."))
}
