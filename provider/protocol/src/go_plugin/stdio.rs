//! `StreamStdio`: standard output and error over gRPC.
//!
//! Nothing is sent: after the handshake line the provider writes no more to standard output, and its log goes to
//! standard error itself, which the host reads anyway.

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::generated::plugin::StdioData;
use crate::generated::plugin::grpc_stdio_server::GrpcStdio;

/// An open stream without data: a host that finds the service missing writes a warning to its log.
#[derive(Clone, Debug)]
pub struct Stdio {
    closing: CancellationToken,
}

impl Stdio {
    /// The stream ends when `closing` is cancelled.
    pub fn new(closing: CancellationToken) -> Self {
        Self { closing }
    }
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    async fn stream_stdio(
        &self,
        _request: Request<()>,
    ) -> Result<Response<BoxStream<'static, Result<StdioData, Status>>>, Status> {
        Ok(Response::new(stream::pending().take_until(self.closing.clone().cancelled_owned()).boxed()))
    }
}
