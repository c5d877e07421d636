//! The gateway for the core: it recognizes and reads the requests of this cloud.

use crate::core::cloud::{Gateway, PendingCall};
use crate::core::http::Incoming;

use super::gateway::{ActionTable, is_host_of_cloud};
use super::pending_call::TencentCall;

/// The half of the cloud without state.
pub(crate) struct TencentFront;

/// The first characters of the headers of this cloud.
const HEADER_PREFIX: &str = "x-tc-";

/// The host names of the cloud. `.localhost` is for a client whose root domain is `localhost:PORT`, through a proxy.
const HOSTS: &[&str] = &["tencentcloudapi.com", "localhost"];

impl Gateway for TencentFront {
    fn recognizes(&self, request: &Incoming) -> bool {
        let is_signed = request.headers.get("authorization").is_some_and(|value| value.starts_with("TC3-"));
        is_signed
            || request.headers.get("x-tc-action").is_some()
            || request.headers.get("host").is_some_and(is_host_of_cloud)
    }

    fn header_prefix(&self) -> &'static str {
        HEADER_PREFIX
    }

    fn hosts(&self) -> &'static [&'static str] {
        HOSTS
    }

    /// A client can have a root domain with a path, which is not signed.
    fn serves_path(&self, _: &str) -> bool {
        true
    }

    fn read(&self, request: Incoming) -> Box<dyn PendingCall> {
        Box::new(TencentCall::read(request))
    }

    fn actions(&self) -> Vec<&str> {
        ActionTable::builtin().names().map(|(_, action)| action).collect()
    }
}
