use futures_util::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request};

use super::{Controller, Health, Stdio};
use crate::generated::grpc_health_v1::HealthCheckRequest;
use crate::generated::grpc_health_v1::health_check_response::ServingStatus;
use crate::generated::grpc_health_v1::health_server::Health as _;
use crate::generated::plugin::Empty;
use crate::generated::plugin::grpc_controller_server::GrpcController as _;
use crate::generated::plugin::grpc_stdio_server::GrpcStdio as _;

fn check_request(service: &str) -> Request<HealthCheckRequest> {
    Request::new(HealthCheckRequest { service: service.to_owned() })
}

#[tokio::test]
async fn shutdown_cancels_the_token_and_returns() {
    let token = CancellationToken::new();
    assert!(Controller::new(token.clone()).shutdown(Request::new(Empty {})).await.is_ok());
    assert!(token.is_cancelled());
}

#[tokio::test]
async fn health_reports_the_plugin_and_the_server_and_no_other_service() {
    let health = Health::new().await.service();
    for service in ["plugin", ""] {
        let response = health.check(check_request(service)).await.unwrap().into_inner();
        assert_eq!(response.status(), ServingStatus::Serving, "{service}");
    }
    assert_eq!(health.check(check_request("other")).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn open_streams_end_when_the_server_closes() {
    let closing = CancellationToken::new();
    let health = Health::new().await;
    let mut watch = health.service().watch(check_request("plugin")).await.unwrap().into_inner();
    let mut stdio = Stdio::new(closing.clone()).stream_stdio(Request::new(())).await.unwrap().into_inner();
    assert_eq!(watch.next().await.unwrap().unwrap().status(), ServingStatus::Serving);
    assert!(futures_util::FutureExt::now_or_never(stdio.next()).is_none(), "the stream stays open");
    closing.cancel();
    health.close().await;
    assert!(watch.next().await.is_none());
    assert!(stdio.next().await.is_none());
}
