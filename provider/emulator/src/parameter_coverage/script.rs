//! The calls of the script, from `script/`.

use serde::Deserialize;

use crate::alibaba::gateway::{Parameters, Service};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    call: Vec<Step>,
}

/// One call.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Access key ID of the caller; empty for a call without a signature.
    pub(super) key: String,
    /// `DTS.StartDtsJob`.
    action: String,
    /// `Name=value`.
    with: Vec<String>,
}

impl Step {
    pub(super) fn action(&self) -> (Service, &str) {
        let (service, action) = self.action.split_once('.').unwrap();
        (super::service(service), action)
    }

    /// The parameters, with the placeholders for values of earlier answers replaced.
    pub(super) fn parameters(&self, words: &[(&str, &str)]) -> Parameters {
        let mut parameters = Parameters::default();
        for pair in &self.with {
            let (name, value) = pair.split_once('=').unwrap();
            let value = words.iter().fold(value.to_owned(), |text, (word, now)| text.replace(word, now));
            parameters.set(name, value);
        }
        parameters
    }
}

pub(super) fn steps() -> Vec<Step> {
    let parts = [include_str!("script/accounts.toml"), include_str!("script/jobs.toml")];
    parts.into_iter().flat_map(|text| toml::from_str::<Script>(text).unwrap().call).collect()
}
