//! A client for the stub server.

#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test programs")]

use alibaba::{Cloud, Config};

/// Settings for a server: keys are set, all services are at its address, no retries.
pub(crate) fn config(url: &str) -> Config {
    let mut config = Config { max_retries: 0, user_agent: "tests/1.0".to_owned(), ..Config::new("cn-hangzhou") };
    config.credentials.access_key_id = Some("testid".to_owned());
    config.credentials.access_key_secret = Some("canary-secret".into());
    config.endpoints.dts = Some(url.to_owned());
    config.endpoints.ram = Some(url.to_owned());
    config.endpoints.sts = Some(url.to_owned());
    config
}

pub(crate) fn cloud(url: &str) -> Cloud {
    Cloud::new(config(url)).unwrap()
}
