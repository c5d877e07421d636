//! What to do about a call without an answer.

use super::Attempted;
use crate::service::Safety;

pub(super) fn unreachable(attempted: &Attempted, reason: &str) -> String {
    let Attempted { service, host, .. } = attempted;
    let setting = format!("endpoints {{ {} }} or {}", service.key, service.endpoint_variable);
    // What rustls reports about a server that answers without TLS.
    if reason.contains("InvalidContentType") {
        format!("The server answers without TLS; if that is intended, write http://{host} as {setting}")
    } else if attempted.is_local() {
        format!("Nothing listens at this address of this machine: start the emulator there, or correct {setting}")
    } else {
        "Check the endpoint, the network and any proxy".to_owned()
    }
}

pub(super) fn after_loss(attempted: &Attempted) -> &'static str {
    match attempted.safety {
        Safety::Read => "Nothing was changed; check the network and try again",
        Safety::Idempotent | Safety::Transition | Safety::Create => {
            "Whether it had an effect is unknown; check the object before you repeat the call"
        }
    }
}
