//! `StartStream`: the host's list of further connections, which a provider never uses.

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use crate::generated::plugin::ConnInfo;
use crate::generated::plugin::grpc_broker_server::GrpcBroker;

/// Holds the host's stream open and offers no connection.
#[derive(Clone, Debug)]
pub struct Broker {
    closing: CancellationToken,
}

impl Broker {
    /// The stream ends with the host's, or when `closing` is cancelled.
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
        // What the host announces is read, so that its window never fills, and dropped.
        let drained = request.into_inner().filter_map(async |_announced| None);
        Ok(Response::new(drained.take_until(self.closing.clone().cancelled_owned()).boxed()))
    }
}
