//! The calls about actions.

use std::{panic::AssertUnwindSafe, pin::pin, sync::Arc, time::Duration};

use futures_util::FutureExt as _;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};
use tonic::codegen::BoxStream;

use super::{
    convert::{self, decode_config},
    response::{DiagnosticResponse, panic_diagnostic},
    server::Server,
    stream::stream,
};
use crate::{
    action::Progress,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    generated::tfplugin6::{self as pb, invoke_action::Event, invoke_action::event},
    provider::Provider,
    registry::AnyAction,
    value::Value,
};

/// The shortest time between two lines of progress.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// An action with its configuration.
type Invocation<D> = (Arc<dyn AnyAction<D>>, Value);

impl<P: Provider> Server<P> {
    pub(super) async fn validate_action(
        &self,
        request: pb::validate_action_config::Request,
    ) -> Result<pb::validate_action_config::Response, Diagnostic> {
        let (action, config) = self.invocation(&request.type_name, request.config.as_ref())?;
        Ok(DiagnosticResponse::from_diagnostics(action.validate(&config)))
    }

    pub(super) async fn plan_invocation(
        &self,
        request: pb::plan_action::Request,
    ) -> Result<pb::plan_action::Response, Diagnostic> {
        let (action, config) = self.invocation(&request.action_type, request.config.as_ref())?;
        Ok(DiagnosticResponse::from_diagnostics(action.plan(&self.context(), &config).await))
    }

    /// Invokes an action. The last event of the stream is always `completed`: Terraform takes a stream without it for a success.
    pub(super) fn invoke(&self, request: pb::invoke_action::Request) -> BoxStream<Event> {
        let invocation = self.known_invocation(&request);
        let context = self.context();
        stream("invoke_action", &request.action_type, |events| async move {
            let diagnostics = match invocation {
                Ok(invocation) => run(invocation, &context, &events).await,
                Err(problem) => problem.into(),
            };
            let completed = event::Completed { diagnostics: convert::diagnostics(diagnostics) };
            send(&events, event::Type::Completed(completed)).await;
        })
    }

    fn invocation(
        &self,
        type_name: &str,
        config: Option<&pb::DynamicValue>,
    ) -> Result<Invocation<P::Data>, Diagnostic> {
        let action = self.action(type_name)?;
        Ok((Arc::clone(action), decode_config(config, action.schema())?))
    }

    fn known_invocation(&self, request: &pb::invoke_action::Request) -> Result<Invocation<P::Data>, Diagnostic> {
        let invocation = self.invocation(&request.action_type, request.config.as_ref())?;
        if invocation.1.is_wholly_known() {
            return Ok(invocation);
        }
        Err(Diagnostic::bug(format!("Terraform invoked {} with values that are not known yet.", request.action_type)))
    }
}

/// Runs an action and sends its progress. Cancels it if Terraform stops reading.
///
/// After a cancellation nothing but the result is sent, because Terraform 1.14 and 1.15 do not survive further progress.
async fn run<D: Send + Sync>(
    (action, config): Invocation<D>,
    context: &Context<D>,
    events: &mpsc::Sender<Event>,
) -> Diagnostics {
    let (progress, mut lines) = Progress::channel();
    let work = AssertUnwindSafe(action.invoke(context, &config, &progress)).catch_unwind();
    let mut work = pin!(work);
    let cancel = &context.cancel;
    let mut line = None;
    let mut next = Instant::now();
    let outcome = loop {
        tokio::select! {
            biased;
            outcome = &mut work => break outcome,
            () = events.closed(), if !cancel.is_cancelled() => cancel.cancel(),
            Ok(()) = lines.changed() => line = Some(lines.borrow_and_update().clone()),
            () = sleep_until(next), if line.is_some() => {
                send_progress(events, line.take(), context).await;
                next = Instant::now() + PROGRESS_INTERVAL;
            }
        }
    };
    if lines.has_changed().is_ok_and(|changed| changed) {
        line = Some(lines.borrow_and_update().clone());
    }
    send_progress(events, line, context).await;
    outcome.unwrap_or_else(|panic| panic_diagnostic("InvokeAction", panic.as_ref()).into())
}

async fn send_progress<D>(events: &mpsc::Sender<Event>, line: Option<String>, context: &Context<D>) {
    if let Some(message) = line
        && !context.cancel.is_cancelled()
    {
        send(events, event::Type::Progress(event::Progress { message })).await;
    }
}

async fn send(events: &mpsc::Sender<Event>, event: event::Type) {
    // It fails if Terraform does not read the stream any more.
    let _ = events.send(Event { r#type: Some(event) }).await;
}
