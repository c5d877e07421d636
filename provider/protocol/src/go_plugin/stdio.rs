//! `StreamStdio`: standard output and standard error over gRPC.
//!
//! Nothing is sent. After the handshake line the provider writes nothing to standard output, and it writes its log directly
//! to standard error, which the host reads.

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::generated::plugin::StdioData;
use crate::generated::plugin::grpc_stdio_server::GrpcStdio;

/// An open stream without data. Without the service, the host would write a warning to its log.
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
