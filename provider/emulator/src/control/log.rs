//! The request log: kept for the control API, and told line by line to whoever asked for lines.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::Fields;
use crate::emulation::Emulation;
use crate::request::{Address, Parameters, Service};
use crate::secret::is_secret_name;
use crate::time::to_seconds;

use super::faults::{Shown, is_mutating};

/// What stands in place of a secret parameter.
const MASK: &str = "(hidden)";

/// Older entries are forgotten beyond this.
const CAPACITY: usize = 100_000;

/// Longest object a line shows whole, in characters.
const LINE_OBJECT: usize = 80;

/// Parameters that name what a call is about, the most telling first.
const OBJECTS: [&str; 11] = [
    "DtsJobId",
    "JobId",
    "DtsInstanceId",
    "DtsInstanceID",
    "RoleName",
    "RoleArn",
    "PolicyName",
    "ResourceId.1",
    "DtsJobIds",
    "DedicatedClusterId",
    "DtsJobName",
];

/// What a call is about, as far as its parameters tell.
pub(super) fn object_of(parameters: &Parameters) -> &str {
    OBJECTS.iter().find_map(|name| parameters.get(name)).unwrap_or_default()
}

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
    /// When it was answered.
    at: Timestamp,
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
        self.object = object_of(parameters).to_owned();
    }

    /// Names the job the call has made, when its parameters name none.
    pub(crate) fn created(&mut self, answer: &Fields) {
        let named = OBJECTS[..4].iter().any(|name| self.parameters.contains_key(*name));
        if let Some(id) = answer.get("DtsJobId").and_then(Value::as_str).filter(|_| !named) {
            self.object = id.to_owned();
        }
    }

    /// What the rules of faults look at.
    fn shown(&self) -> Shown {
        let [action, account, object] = [&self.action, &self.account, &self.object].map(String::clone);
        Shown { action, account, object, job_name: String::new() }
    }

    /// One line for people: when, whose call, which action on what, how it ended. Values of parameters that could be
    /// secret are never an object, and error messages stay out because they may quote a request.
    fn line(&self, account: &str, now: Timestamp) -> String {
        let plain = |text: &str| -> String {
            let shown = text.chars().map(|c| if c.is_control() || c.is_whitespace() { '?' } else { c });
            let shown: String = shown.take(LINE_OBJECT).collect();
            if shown.is_empty() { "-".to_owned() } else { shown }
        };
        let words = [account, &self.action, &self.object].map(plain).join(" ");
        let warnings: String = self.warnings.iter().map(|warning| format!("; warning: {warning}")).collect();
        format!("{} {words} {} {} ms{}", to_seconds(now), self.outcome, self.ms, warnings.replace('\n', " "))
    }
}

impl Emulation {
    /// Ends an exchange: it is kept in the log, and told as a line if lines are wanted.
    pub(crate) fn ended(&mut self, mut entry: Entry, took: Duration) {
        entry.ms = took.as_millis();
        entry.at = Timestamp::now();
        if entry.outcome.ends_with("OK") {
            self.faults.performed(&entry.shown());
        }
        if let Some(lines) = &self.options.lines {
            let name = self.accounts.get(&entry.account).map_or("-", |account| account.name.as_str());
            // Whoever wanted lines may be gone; the calls go on.
            let _ = lines.send(entry.line(name, Timestamp::now()));
        }
        self.log.close(entry);
    }
}

impl RequestLog {
    /// Keeps an entry: it gets its number and an event in the trace.
    fn close(&mut self, entry: Entry) {
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
                "mutating": is_mutating(&entry.action),
                "parameters": entry.parameters,
                "object": entry.object,
                "outcome": entry.outcome,
                "http_status": entry.http_status,
                "request_id": entry.request_id,
                "warnings": entry.warnings,
                "ms": u64::try_from(entry.ms).unwrap_or(u64::MAX),
                "at_ms": entry.at.as_millisecond(),
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

    #[test]
    fn a_line_is_one_line_whatever_the_caller_sends() {
        let mut entry = Entry { action: "Get\nRole".to_owned(), outcome: "OK".to_owned(), ..Entry::default() };
        let long = "x".repeat(200);
        let sent = [("RoleName", format!("r\u{1b} {long}")), ("SourceEndpointPassword", "canary".to_owned())];
        entry.parameters(&Parameters::from_pairs([("RoleName", &sent[0].1[..]), (sent[1].0, &sent[1].1)]));
        entry.warnings.push("odd\nname".to_owned());
        let line = entry.line("owner", "2024-06-01T08:30:00Z".parse().unwrap());
        assert!(line.starts_with("2024-06-01T08:30:00Z owner Get?Role r??xxx"), "{line}");
        assert!(line.ends_with("x OK 0 ms; warning: odd name"), "{line}");
        assert!(!line.contains('\n') && !line.contains("canary") && line.len() < 170, "{line}");
    }
}
