//! What to do about a call without an answer.

use super::Attempted;
use crate::service::Safety;

pub(super) fn unreachable(attempted: &Attempted, reason: &str) -> String {
    let Attempted { service, host, .. } = attempted;
    let setting = format!("endpoints {{ {} }} or {}", service.key, service.endpoint_variable);
    if reason.contains("UnknownIssuer") {
        return "The certificate of the server is not signed by a certificate authority that this machine trusts. If a proxy of \
                your network opens TLS connections, add its certificate authority to the certificate store of the system, \
                or set SSL_CERT_FILE to a file that contains it"
            .to_owned();
    }
    if reason.contains("invalid peer certificate") {
        return format!("Check that {host} is the host of the API, and that the clock of this machine is correct");
    }
    if reason.starts_with("the proxy ") {
        return format!(
            "Correct HTTPS_PROXY, ask for {host} to be allowed, or add {host} to NO_PROXY if it can be reached directly"
        );
    }
    // What rustls reports about a server that answers without TLS.
    if reason.contains("InvalidContentType") {
        format!("The server answers without TLS; if that is intended, write http://{host} as {setting}")
    } else if attempted.is_local() {
        format!(
            "Nothing listens at this address of this machine: start the emulator there, or correct {setting} or DTS_ENDPOINT_URL. The port of \
             the emulator changes at each start unless --listen sets it: run its script environment.sh again in this terminal"
        )
    } else {
        "Check the endpoint, the network and any proxy (HTTPS_PROXY, NO_PROXY)".to_owned()
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

/// What the caller has to know about a call whose answer cannot be read.
pub(super) fn after_unreadable(attempted: &Attempted) -> &'static str {
    match attempted.safety {
        Safety::Read => "",
        Safety::Idempotent | Safety::Transition | Safety::Create => {
            ". Whether the call had an effect is unknown; check the object before you repeat the call"
        }
    }
}
