//! For the tests of this crate: a configuration with keys, and a client that answers by script.

use cloud_core::testing::{CountedNonces, ManualClock, Script, Step, answer};

use crate::cloud::Cloud;
use crate::config::Config;

/// An error of the gateway.
pub(crate) fn refusal(status: u16, code: &str) -> Step {
    answer(status, &format!(r#"{{"RequestId":"R-{code}","Code":"{code}","Message":"no"}}"#))
}

/// A client whose requests are answered by a script.
pub(crate) trait Connect {
    fn cloud(&self, config: Config) -> Cloud;
}

impl Connect for Script {
    fn cloud(&self, config: Config) -> Cloud {
        Cloud::with_http_client(Box::new(self.clone()), config).unwrap()
    }
}

/// A configuration with keys.
pub(crate) fn config() -> Config {
    let mut config = Config::new("cn-hangzhou");
    config.credentials.access_key_id = Some("testid".to_owned());
    config.credentials.access_key_secret = Some("testsecret".into());
    config.clock = ManualClock::at("2024-06-01T08:30:00Z");
    config.nonces = std::sync::Arc::new(CountedNonces::default());
    config
}
