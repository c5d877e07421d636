//! The gateway for the core: it recognizes and reads the requests of this cloud.

use crate::core::cloud::{Gateway, PendingCall};
use crate::core::http::Incoming;

use super::gateway::ActionTable;
use super::pending_call::AlibabaCall;

/// The half of the cloud without state.
pub(crate) struct Front {
    /// Refuse unknown parameters instead of recording them with a warning.
    pub(crate) strict: bool,
}

/// The first characters of the headers of this cloud.
const HEADER_PREFIX: &str = "x-acs-";

impl Gateway for Front {
    fn recognizes(&self, request: &Incoming) -> bool {
        let by_parameters = || ["Version", "Action", "Signature"].iter().any(|name| request.parameter(name).is_some());
        request.headers.get("x-acs-version").is_some()
            || request.headers.get("x-acs-action").is_some()
            || by_parameters()
    }

    fn header_prefix(&self) -> &'static str {
        HEADER_PREFIX
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[]
    }

    fn serves_path(&self, path: &str) -> bool {
        path == "/"
    }

    fn read(&self, request: Incoming) -> Box<dyn PendingCall> {
        Box::new(AlibabaCall::read(request, self.strict))
    }

    fn actions(&self) -> Vec<&str> {
        ActionTable::builtin().names().map(|(_, action)| action).collect()
    }
}
