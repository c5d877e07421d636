//! Calls that return a stream of events.

#![expect(
    clippy::disallowed_methods,
    reason = "the task of a stream ends the work when Terraform does not read the stream any more"
)]

use std::future::Future;

use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;
use tracing::{Instrument, debug, debug_span};

/// How many events may wait for Terraform.
const WAITING_EVENTS: usize = 16;

/// Runs the work of a call in a task, and returns the events that it sends. The stream always ends when the work ends.
///
/// The work sees with [`mpsc::Sender::closed`] that Terraform does not read the stream any more.
pub(super) fn stream<E, W>(rpc: &'static str, type_name: &str, work: impl FnOnce(mpsc::Sender<E>) -> W) -> BoxStream<E>
where
    E: Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING_EVENTS);
    let work = work(sender);
    let logged = async move {
        debug!("called");
        work.await;
        debug!("responded");
    };
    tokio::spawn(logged.instrument(debug_span!("rpc", tf_rpc = rpc, tf_resource_type = type_name)));
    Box::pin(ReceiverStream::new(receiver).map(Ok))
}
