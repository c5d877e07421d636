//! An entry of the request log: the control API shows it, and the readable lines are created from it.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::core::secret::is_secret_name;
use crate::core::time::to_seconds;

use super::line::Line;

/// The text that replaces the value of a secret parameter.
const MASK: &str = "(hidden)";

/// One call. Its fields are filled in while it is answered.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) account: String,
    pub(crate) key_id: String,
    /// The name of the service; empty when the request does not name one.
    pub(crate) service: &'static str,
    pub(crate) action: String,
    /// Whether the action changes what exists.
    pub(crate) mutating: bool,
    /// In the order of their names.
    parameters: Vec<(String, String)>,
    /// The object of the call, if its parameters name one: a job, an instance, a role.
    pub(crate) object: String,
    pub(crate) outcome: String,
    pub(crate) http_status: u16,
    pub(crate) request_id: String,
    pub(crate) warnings: Vec<String>,
    ms: u128,
    /// When it was answered.
    at: Timestamp,
}

impl Entry {
    /// Keeps the parameters, in the order of their names; secrets are masked, and so are the external IDs in policies.
    pub(crate) fn set_parameters<'a>(&mut self, parameters: impl Iterator<Item = (&'a str, &'a str)>) {
        let masked =
            |name: &str, value: &str| if is_secret_name(name) { MASK.to_owned() } else { without_external_ids(value) };
        self.parameters = parameters.map(|(name, value)| (name.to_owned(), masked(name, value))).collect();
    }

    /// Whether the call has a parameter.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|(given, _)| given == name)
    }

    /// Masks a parameter that the action does not have: it can be a password under a misspelled name.
    pub(crate) fn hide(&mut self, name: &str) {
        for (_, value) in self.parameters.iter_mut().filter(|(given, _)| given == name) {
            MASK.clone_into(value);
        }
    }

    /// Completes the entry of a call that was answered.
    pub(crate) fn finish(&mut self, took: Duration, at: Timestamp) {
        (self.ms, self.at) = (took.as_millis(), at);
    }

    /// Whether the call succeeded.
    pub(crate) fn succeeded(&self) -> bool {
        self.outcome.ends_with("OK")
    }

    /// Approximately how much memory it uses.
    pub(super) fn bytes(&self) -> usize {
        // What an allocation needs in addition to its text.
        const EACH: usize = 16;
        let own = [&self.account, &self.key_id, &self.action, &self.object, &self.outcome, &self.request_id];
        let pairs = self.parameters.iter().flat_map(|(name, value)| [name, value]);
        let own: usize = own.map(|text| text.len() + EACH).iter().sum();
        let listed = pairs.chain(&self.warnings).map(|text| text.len() + size_of::<String>() + EACH);
        size_of::<(u64, Self)>() + own + listed.sum::<usize>()
    }

    /// As the control API shows it.
    pub(super) fn to_json(&self, number: u64) -> Value {
        let parameters: Map<String, Value> =
            self.parameters.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({
            "seq": number,
            "account": self.account,
            "key_id": self.key_id,
            "service": self.service,
            "action": self.action,
            "mutating": self.mutating,
            "parameters": parameters,
            "object": self.object,
            "outcome": self.outcome,
            "http_status": self.http_status,
            "request_id": self.request_id,
            "warnings": self.warnings,
            "ms": u64::try_from(self.ms).unwrap_or(u64::MAX),
            "at_ms": self.at.as_millisecond(),
        })
    }

    /// As the status page shows it: without parameters.
    pub(crate) fn to_row(&self, number: u64, account: &str) -> Value {
        json!({
            "seq": number,
            "at": to_seconds(self.at),
            "account": account,
            "action": self.action,
            "object": self.object,
            "outcome": self.outcome,
            "ok": self.succeeded(),
            "ms": u64::try_from(self.ms).unwrap_or(u64::MAX),
        })
    }

    /// An event in the trace.
    pub(crate) fn trace(&self) {
        tracing::info!(
            account = self.account,
            service = self.service,
            action = self.action,
            object = self.object,
            outcome = self.outcome,
            http_status = self.http_status,
            request_id = self.request_id,
            ms = self.ms,
            "answered"
        );
    }

    /// The readable line of the entry; `account` is the name of the account.
    pub(crate) fn line(&self, account: &str) -> String {
        let (action, object, outcome, at) = (&self.action, &self.object, &self.outcome, self.at);
        Line { at, account, action, object, outcome, ms: self.ms, warnings: &self.warnings }.text()
    }
}

/// The names of the key of a condition in the policies of both clouds, without the prefix of the service.
const EXTERNAL_ID: [&str; 2] = ["external_id", "externalid"];

/// A parameter with masked external IDs, if it is a policy that requires some.
fn without_external_ids(value: &str) -> String {
    let lower = value.to_ascii_lowercase();
    if !EXTERNAL_ID.iter().any(|name| lower.contains(name)) {
        return value.to_owned();
    }
    let Ok(mut document) = serde_json::from_str(value) else { return MASK.to_owned() };
    mask_external_ids(&mut document);
    document.to_string()
}

fn mask_external_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.to_ascii_lowercase();
                if EXTERNAL_ID.iter().any(|known| name.ends_with(known)) {
                    *field = json!(MASK);
                } else {
                    mask_external_ids(field);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(mask_external_ids),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;

    #[test]
    fn secret_parameters_are_masked_and_others_kept() {
        let mut entry = Entry::default();
        let parameters = [("DbList", "{}"), ("RoleName", "r"), ("SourceEndpointPassword", "canary")];
        "r".clone_into(&mut entry.object);
        entry.set_parameters(parameters.into_iter());
        let text = format!("{entry:?}");
        assert!(!text.contains("canary") && text.contains("(hidden)"), "{text}");
        let line = entry.line("owner");
        assert!(line.contains(" r ") && !line.contains("canary"), "{line}");
        assert_eq!((entry.parameters[0].1.as_str(), entry.object.as_str()), ("{}", "r"));
    }

    #[test]
    fn external_ids_of_policies_are_masked_and_the_rest_of_the_policy_is_kept() {
        for condition in [
            r#"{"string_equal":{"sts:external_id":"canary"}}"#,
            r#"{"string_equal":{"sts:external_id":["canary","a"]}}"#,
            r#"{"StringEquals":{"sts:ExternalId":"canary"}}"#,
        ] {
            let policy = format!(r#"{{"statement":[{{"condition":{condition},"effect":"allow"}}]}}"#);
            let mut entry = Entry::default();
            entry.set_parameters([("PolicyDocument", policy.as_str()), ("RoleName", "r")].into_iter());
            let text = &entry.parameters[0].1;
            assert!(!text.contains("canary") && text.contains("(hidden)") && text.contains("allow"), "{text}");
            // A text that is not JSON is hidden completely.
            entry.set_parameters([("PolicyDocument", &policy[1..])].into_iter());
            assert_eq!(entry.parameters[0].1, "(hidden)");
        }
        let mut entry = Entry::default();
        entry.set_parameters([("PolicyDocument", r#"{ "effect": "allow" }"#)].into_iter());
        assert_eq!(entry.parameters[0].1, r#"{ "effect": "allow" }"#, "other policies are kept as they were sent");
    }
}
