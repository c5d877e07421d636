//! For the tests of this crate: a configuration with keys, answers, and a client that answers by script.

use cloud_core::testing::{ManualClock, Script, Step, answer};

use crate::cloud::Cloud;
use crate::config::Config;

/// An error of the API, with HTTP 200 as usual.
pub(crate) fn refusal(code: &str) -> Step {
    answer(200, &format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"no"}},"RequestId":"R-{code}"}}}}"#))
}

/// A success with these fields, written as JSON without the braces.
pub(crate) fn success(fields: &str) -> Step {
    let separator = if fields.is_empty() { "" } else { "," };
    answer(200, &format!(r#"{{"Response":{{{fields}{separator}"RequestId":"R-ok"}}}}"#))
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

/// A configuration with keys, at the time of the vectors.
pub(crate) fn config() -> Config {
    let mut config = Config::new("ap-guangzhou");
    config.credentials.secret_id = Some("testid".to_owned());
    config.credentials.secret_key = Some("testsecret".into());
    config.clock = ManualClock::at("2023-11-14T22:13:20Z");
    config
}
