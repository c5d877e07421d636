//! `Check`: go-plugin's ping.

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::generated::grpc_health_v1::health_check_response::ServingStatus;
use crate::generated::grpc_health_v1::health_server::Health as HealthService;
use crate::generated::grpc_health_v1::{HealthCheckRequest, HealthCheckResponse};

/// The names that are served: the server as a whole, and go-plugin's name for any plugin.
const SERVED: [&str; 2] = ["", "plugin"];

/// Says that the plugin serves, for as long as it does.
#[derive(Clone, Debug)]
pub struct Health {
    closing: CancellationToken,
}

impl Health {
    /// Watchers are let go when `closing` is cancelled.
    pub fn new(closing: CancellationToken) -> Self {
        Self { closing }
    }
}

fn answer(status: ServingStatus) -> HealthCheckResponse {
    HealthCheckResponse { status: status.into() }
}

#[tonic::async_trait]
impl HealthService for Health {
    async fn check(&self, request: Request<HealthCheckRequest>) -> Result<Response<HealthCheckResponse>, Status> {
        let service = request.into_inner().service;
        if SERVED.contains(&service.as_str()) {
            return Ok(Response::new(answer(ServingStatus::Serving)));
        }
        Err(Status::not_found(format!("no service \"{service}\" here; the plugin's service is named \"plugin\"")))
    }

    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<BoxStream<'static, Result<HealthCheckResponse, Status>>>, Status> {
        let known = SERVED.contains(&request.into_inner().service.as_str());
        let now = if known { ServingStatus::Serving } else { ServingStatus::ServiceUnknown };
        let states = stream::iter([Ok(answer(now))]).chain(stream::pending());
        Ok(Response::new(states.take_until(self.closing.clone().cancelled_owned()).boxed()))
    }
}
