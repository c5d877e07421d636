//! A client for the stub server.

#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test programs")]

use tencent::{Cloud, Config};

/// Settings for a server: keys are set, all services are at its address, no retries.
pub(crate) fn config(url: &str) -> Config {
    let mut config = Config { max_retries: 0, user_agent: "tests/1.0".to_owned(), ..Config::new("ap-guangzhou") };
    config.credentials.secret_id = Some("testid".to_owned());
    config.credentials.secret_key = Some("canary-secret".into());
    config.endpoints.domain = Some(url.to_owned());
    config
}

pub(crate) fn cloud(url: &str) -> Cloud {
    Cloud::new(config(url)).unwrap()
}

/// The body of a success with these fields, written as JSON without the braces.
pub(crate) fn success(fields: &str) -> String {
    format!(r#"{{"Response":{{{fields},"RequestId":"R-1"}}}}"#)
}
