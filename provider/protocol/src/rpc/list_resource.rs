//! The calls about lists of the objects of a managed resource.

use std::{panic::AssertUnwindSafe, pin::pin, sync::Arc};

use futures_util::{FutureExt as _, Stream, StreamExt as _, stream};
use tokio::sync::mpsc;
use tonic::codegen::BoxStream;

use super::{
    convert::{self, decode_config, encode_value},
    identity::{encode_identity, no_identity},
    response::{DiagnosticResponse, panic_diagnostic},
    server::Server,
    stream::stream as stream_of,
};
use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    generated::tfplugin6::{self as pb, list_resource::Event},
    list_resource::FoundItem,
    private::Private,
    provider::Provider,
    registry::{AnyIdentity, AnyListResource, AnyResource},
    value::Value,
};

/// How many objects are read at the same time.
const CONCURRENT_READS: usize = 8;

/// What a call needs, without the server.
struct Listing<D> {
    list: Arc<dyn AnyListResource<D>>,
    config: Value,
    objects: Option<Objects<D>>,
    limit: usize,
    context: Context<D>,
}

/// Reads complete objects.
struct Objects<D> {
    resource: Arc<dyn AnyResource<D>>,
    identity: Arc<dyn AnyIdentity<D>>,
}

impl<P: Provider> Server<P> {
    pub(super) async fn validate_list(
        &self,
        request: pb::validate_list_resource_config::Request,
    ) -> Result<pb::validate_list_resource_config::Response, Diagnostic> {
        let list = self.registered_list(&request.type_name)?;
        let config = decode_config(request.config.as_ref(), list.schema())?;
        Ok(DiagnosticResponse::from_diagnostics(list.validate(&config)))
    }

    /// Lists objects. An event with an error is the last one: Terraform then shows no object of the list.
    pub(super) fn list(&self, request: pb::list_resource::Request) -> BoxStream<Event> {
        let listing = self.listing(&request);
        stream_of("list_resource", &request.type_name, |events| async move {
            let outcome = match listing {
                Ok(listing) => listing.run(&events).await,
                Err(problems) => Err(problems),
            };
            if let Err(problems) = outcome {
                // It fails if Terraform does not read the stream any more.
                let _ = events.send(diagnostics_event(problems)).await;
            }
        })
    }

    fn listing(&self, request: &pb::list_resource::Request) -> Result<Listing<P::Data>, Diagnostics> {
        let list = self.registered_list(&request.type_name)?;
        let config = decode_config(request.config.as_ref(), list.schema())?;
        let problems = list.validate(&config);
        if problems.has_errors() {
            return Err(problems);
        }
        if !config.is_wholly_known() {
            let text = format!("Terraform listed {} with values that are not known yet.", request.type_name);
            return Err(Diagnostic::bug(text).into());
        }
        let registered = self.registered_resource(&request.type_name)?;
        let identity = registered.identity.as_ref().ok_or_else(|| no_identity(&request.type_name))?;
        let objects = Objects { resource: Arc::clone(&registered.resource), identity: Arc::clone(identity) };
        Ok(Listing {
            list: Arc::clone(list),
            config,
            objects: request.include_resource_object.then_some(objects),
            limit: usize::try_from(request.limit).unwrap_or_default(),
            context: self.context(),
        })
    }
}

impl<D: Send + Sync> Listing<D> {
    /// Sends what the list finds, up to the limit.
    async fn run(&self, events: &mpsc::Sender<Event>) -> Result<(), Diagnostics> {
        if self.limit == 0 {
            return Ok(());
        }
        let (sender, receiver) = mpsc::channel(1);
        let mut producing = pin!(AssertUnwindSafe(self.list.list(&self.context, &self.config, sender)).catch_unwind());
        let mut sending = pin!(self.send_all(receiver, events));
        let mut outcome = None;
        loop {
            tokio::select! {
                biased;
                () = self.context.cancel.cancelled() => return Err(interrupted(self.list.type_name()).into()),
                () = events.closed() => return Ok(()),
                ended = &mut producing, if outcome.is_none() => outcome = Some(ended),
                () = &mut sending => break,
            }
        }
        match outcome {
            // The limit was reached before the list ended.
            None => Ok(()),
            Some(Ok(outcome)) => outcome,
            Some(Err(panic)) => Err(panic_diagnostic("ListResource", panic.as_ref()).into()),
        }
    }

    /// Ends when the list ends, or when as many objects as the limit allows were sent.
    async fn send_all(&self, found: mpsc::Receiver<FoundItem>, events: &mpsc::Sender<Event>) {
        let mut ready = pin!(
            limited(found, self.limit, self.list.type_name()).map(|item| self.event(item)).buffered(CONCURRENT_READS)
        );
        while let Some(event) = ready.next().await {
            if let Some(event) = event
                && events.send(event).await.is_err()
            {
                return;
            }
        }
    }

    /// The event for one item. `None` if the object does not exist any more.
    async fn event(&self, item: FoundItem) -> Option<Event> {
        let (identity, display_name) = match item {
            FoundItem::Warning(warning) => return Some(diagnostics_event(warning.into())),
            FoundItem::Object { identity, display_name } => (identity, display_name),
        };
        if !identity.is_wholly_known() {
            let text = format!("The list of {} returned an identity that is not known.", self.list.type_name());
            return Some(diagnostics_event(Diagnostic::bug(text).into()));
        }
        let resource_object = match &self.objects {
            None => None,
            Some(objects) => match objects.read(&self.context, &identity).await {
                Ok(None) => return None,
                Ok(Some(state)) => Some(encode_value(&state)),
                Err(problems) => return Some(diagnostics_event(unreadable(&display_name, problems))),
            },
        };
        Some(Event { identity: encode_identity(&identity), display_name, resource_object, diagnostic: Vec::new() })
    }
}

impl<D: Send + Sync> Objects<D> {
    /// Imports and reads an object. `None` if it does not exist any more.
    ///
    /// The warnings of the read are left out: the first plan after an import shows them on the resource.
    async fn read(&self, context: &Context<D>, identity: &Value) -> Result<Option<Value>, Diagnostics> {
        let read = async {
            let imported = self.identity.import(context, identity).await?;
            let stored = self.resource.read(context, imported, Private::default()).await;
            if stored.diagnostics.has_errors() {
                return Err(stored.diagnostics);
            }
            Ok(Some(stored.state).filter(|state| !state.is_null()))
        };
        let outcome = AssertUnwindSafe(read).catch_unwind().await;
        outcome.unwrap_or_else(|panic| Err(panic_diagnostic("ListResource", panic.as_ref()).into()))
    }
}

/// The items until the limit of objects. If there are more objects, a warning comes before the last one, because Terraform reads
/// nothing after it.
fn limited(found: mpsc::Receiver<FoundItem>, limit: usize, type_name: &'static str) -> impl Stream<Item = FoundItem> {
    struct Limited {
        found: mpsc::Receiver<FoundItem>,
        objects: usize,
        last: Option<FoundItem>,
        ended: bool,
    }
    let state = Limited { found, objects: 0, last: None, ended: false };
    stream::unfold(state, move |mut state| async move {
        loop {
            if state.ended {
                return state.last.take().map(|last| (last, state));
            }
            match state.found.recv().await {
                None => state.ended = true,
                Some(warning @ FoundItem::Warning(_)) => return Some((warning, state)),
                Some(object) if state.objects + 1 < limit => {
                    state.objects += 1;
                    return Some((object, state));
                }
                Some(object) if state.last.is_none() => state.last = Some(object),
                Some(_) => {
                    state.ended = true;
                    return Some((FoundItem::Warning(more_objects(type_name, limit)), state));
                }
            }
        }
    })
}

fn more_objects(type_name: &str, limit: usize) -> Diagnostic {
    Diagnostic::warning(
        "The list is not complete",
        format!(
            "There are more {type_name} objects than the limit of this list, which is {limit}. Set a higher limit in the list \
             block, or select fewer objects with the arguments of config."
        ),
    )
}

fn interrupted(type_name: &str) -> Diagnostic {
    Diagnostic::error("Interrupted", format!("The list of {type_name} was interrupted. Nothing was changed."))
}

/// The warning about an object that cannot be read. The list continues.
fn unreadable(display_name: &str, problems: Diagnostics) -> Diagnostics {
    let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
    let text = errors.map(|problem| format!("{}: {}", problem.summary, problem.detail)).collect::<Vec<_>>();
    let text = format!("{display_name} is left out of the list, because it cannot be read.\n\n{}", text.join("\n\n"));
    Diagnostic::warning("An object is left out", text).into()
}

/// An event without an object.
fn diagnostics_event(diagnostics: Diagnostics) -> Event {
    Event { diagnostic: convert::diagnostics(diagnostics), ..Event::default() }
}
