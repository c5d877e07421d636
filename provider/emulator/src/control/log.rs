//! The request log.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

use crate::answer::Fields;
use crate::request::{Address, Parameters, Service};
use crate::secret::is_secret_name;

/// What stands in place of a secret parameter.
const MASK: &str = "(hidden)";

/// Older entries are forgotten beyond this.
const CAPACITY: usize = 100_000;

/// Parameters that name what a call is about, the most telling first.
const OBJECTS: [&str; 8] =
    ["DtsJobId", "JobId", "DtsInstanceId", "DtsInstanceID", "RoleName", "RoleArn", "PolicyName", "ResourceId.1"];

/// All calls so far.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<(u64, Entry)>,
    last: u64,
}

/// One call, filled in while it is answered.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) account: String,
    pub(crate) key_id: String,
    pub(crate) service: Option<Service>,
    pub(crate) action: String,
    parameters: BTreeMap<String, String>,
    object: String,
    pub(crate) outcome: String,
    pub(crate) http_status: u16,
    pub(crate) request_id: String,
    pub(crate) warnings: Vec<String>,
    ms: u128,
}

impl Entry {
    pub(crate) fn address(&mut self, address: &Address) {
        self.service = Some(address.service);
        self.action.clone_from(&address.action);
    }

    /// Keeps the parameters, secrets masked.
    pub(crate) fn parameters(&mut self, parameters: &Parameters) {
        let masked = |name: &str, value: &str| if is_secret_name(name) { MASK.to_owned() } else { value.to_owned() };
        self.parameters = parameters.iter().map(|(name, value)| (name.to_owned(), masked(name, value))).collect();
        let object = OBJECTS.iter().find_map(|name| parameters.get(name));
        self.object = object.unwrap_or_default().to_owned();
    }

    /// Names what the call has made, when its parameters name nothing.
    pub(crate) fn created(&mut self, answer: &Fields) {
        if self.object.is_empty()
            && let Some(id) = answer.get("DtsJobId").and_then(Value::as_str)
        {
            self.object = id.to_owned();
        }
    }
}

impl RequestLog {
    /// Ends an entry: it gets its number and a line in the trace.
    pub(crate) fn close(&mut self, mut entry: Entry, took: Duration) {
        entry.ms = took.as_millis();
        tracing::info!(
            account = entry.account,
            service = entry.service.map_or("", Service::name),
            action = entry.action,
            object = entry.object,
            outcome = entry.outcome,
            http_status = entry.http_status,
            request_id = entry.request_id,
            ms = entry.ms,
            "answered"
        );
        self.last += 1;
        self.entries.push_back((self.last, entry));
        if self.entries.len() > CAPACITY {
            self.entries.pop_front();
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let entries = self.entries.iter().map(|(seq, entry)| {
            json!({
                "seq": seq,
                "account": entry.account,
                "key_id": entry.key_id,
                "service": entry.service.map_or("", Service::name),
                "action": entry.action,
                "parameters": entry.parameters,
                "object": entry.object,
                "outcome": entry.outcome,
                "http_status": entry.http_status,
                "request_id": entry.request_id,
                "warnings": entry.warnings,
                "ms": u64::try_from(entry.ms).unwrap_or(u64::MAX),
            })
        });
        Value::Array(entries.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;
    use crate::request::Parameters;

    #[test]
    fn secret_parameters_are_masked_and_others_kept() {
        let mut entry = Entry::default();
        let parameters = [("SourceEndpointPassword", "canary"), ("DbList", "{}"), ("RoleName", "r")];
        entry.parameters(&Parameters::from_pairs(parameters));
        let text = format!("{entry:?}");
        assert!(!text.contains("canary") && text.contains("(hidden)"), "{text}");
        assert_eq!((entry.parameters["DbList"].as_str(), entry.object.as_str()), ("{}", "r"));
    }
}
