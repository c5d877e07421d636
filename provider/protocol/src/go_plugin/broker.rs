//! `StartStream`: the stream on which the host announces further connections. A provider uses none of them.

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use crate::generated::plugin::ConnInfo;
use crate::generated::plugin::grpc_broker_server::GrpcBroker;

/// Keeps the host's stream open and announces no connection.
#[derive(Clone, Debug)]
pub struct Broker {
    closing: CancellationToken,
}

impl Broker {
    /// The stream ends when the host ends its stream, or when `closing` is cancelled.
    pub fn new(closing: CancellationToken) -> Self {
        Self { closing }
    }
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    async fn start_stream(
        &self,
        request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<BoxStream<'static, Result<ConnInfo, Status>>>, Status> {
        // The host's announcements are read, so that its flow-control window does not fill up, and then dropped.
        let drained = request.into_inner().filter_map(async |_announced| None);
        Ok(Response::new(drained.take_until(self.closing.clone().cancelled_owned()).boxed()))
    }
}
