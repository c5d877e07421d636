//! What to do about a call that brought no answer.

use super::Attempted;
use crate::action::Safety;
use crate::endpoint::{is_loopback, variables};

impl Attempted {
    /// Whether the host is this machine. Nothing is on its way there that further attempts could find.
    pub(crate) fn is_local(&self) -> bool {
        let name = self.host.rsplit_once(':').map_or(self.host.as_str(), |(name, _)| name);
        is_loopback(name)
    }
}

pub(super) fn unreachable(attempted: &Attempted, reason: &str) -> String {
    let Attempted { service, host, .. } = attempted;
    let [variable, _] = variables(*service);
    let setting = format!("endpoints {{ {} }} or {variable}", service.key());
    // What rustls says of a server that answers without TLS.
    if reason.contains("InvalidContentType") {
        format!("It answers without TLS; if that is meant to be, write http://{host} as {setting}")
    } else if attempted.is_local() {
        format!("Nothing answers at this address of this machine: start the emulator there, or mend {setting}")
    } else {
        "Check the endpoint, the network and any proxy".to_owned()
    }
}

pub(super) fn after_loss(attempted: &Attempted) -> &'static str {
    match attempted.safety {
        Safety::Read => "Nothing was changed; check the network and try again",
        Safety::Idempotent | Safety::Transition | Safety::Create => {
            "Whether it took effect is unknown; look before repeating it"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempted, Safety, unreachable};
    use crate::action::Service;

    fn at(host: &str) -> Attempted {
        let (service, action, elapsed) = (Service::Sts, "GetCallerIdentity", Duration::ZERO);
        Attempted { service, action, safety: Safety::Read, host: host.to_owned(), attempts: 1, elapsed }
    }

    #[test]
    fn this_machine_is_known_by_its_addresses() {
        for host in ["127.0.0.1:8700", "localhost:1", "[::1]:80", "127.0.0.1"] {
            assert!(at(host).is_local(), "{host}");
        }
        for host in ["sts.aliyuncs.com:443", "10.0.0.1:80", "127.0.0.1.example.com:80", "[::2]:80"] {
            assert!(!at(host).is_local(), "{host}");
        }
    }

    #[test]
    fn the_advice_fits_the_address() {
        let refused = "Connection refused (os error 111)";
        assert!(unreachable(&at("127.0.0.1:8700"), refused).contains("ALIBABA_CLOUD_ENDPOINT_STS"));
        assert!(unreachable(&at("sts.aliyuncs.com:443"), refused).contains("any proxy"));
        let plain = unreachable(&at("127.0.0.1:8700"), "received corrupt message of type InvalidContentType");
        assert!(plain.contains("write http://127.0.0.1:8700"), "{plain}");
    }
}
