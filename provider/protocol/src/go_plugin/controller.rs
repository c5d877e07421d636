//! `Shutdown`: the call by which the host stops the plugin.

use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::generated::plugin::Empty;
use crate::generated::plugin::grpc_controller_server::GrpcController;

/// Cancels a token when the host calls `Shutdown`.
#[derive(Clone, Debug)]
pub struct Controller {
    shutdown: CancellationToken,
}

impl Controller {
    /// `shutdown` is cancelled when the host requests the shutdown.
    pub fn new(shutdown: CancellationToken) -> Self {
        Self { shutdown }
    }
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _request: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.shutdown.cancel();
        Ok(Response::new(Empty {}))
    }
}
