//! An entry of the request log: kept for the control API, and told as a line to whoever asked for lines.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::alibaba::gateway::Fields;
use crate::alibaba::gateway::{Address, Parameters, Service};
use crate::alibaba::ids;
use crate::core::emulation::Emulation;
use crate::core::http::Incoming;
use crate::core::secret::is_secret_name;

use super::line::Line;
use crate::core::faults::{Shown, is_mutating};

/// What stands in place of a secret parameter.
const MASK: &str = "(hidden)";

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
pub(crate) fn object_of(parameters: &Parameters) -> &str {
    OBJECTS.iter().find_map(|name| parameters.get(name)).unwrap_or_default()
}

/// One call, filled in while it is answered.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) account: String,
    pub(crate) key_id: String,
    pub(crate) service: Option<Service>,
    pub(crate) action: String,
    /// In the order of their names.
    parameters: Vec<(String, String)>,
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

    /// A parameter nobody knows may be a password under a misspelt name.
    pub(crate) fn hide(&mut self, name: &str) {
        for (_, value) in self.parameters.iter_mut().filter(|(given, _)| given == name) {
            MASK.clone_into(value);
        }
    }

    /// Whatever the call did is not on disk: it is answered with an error.
    pub(crate) fn lost(&mut self, request: &Incoming, why: &str) {
        if let (true, Ok(address)) = (self.action.is_empty(), Address::read(request)) {
            self.address(&address);
            self.parameters(&Parameters::of(request));
        }
        if self.request_id.is_empty() {
            self.request_id = ids::request_id();
        }
        "InternalError".clone_into(&mut self.outcome);
        self.http_status = 500;
        self.warnings.push(why.to_owned());
    }

    /// Names the job the call has made, when its parameters name none.
    pub(crate) fn created(&mut self, answer: &Fields) {
        let named = OBJECTS[..4].iter().any(|name| self.parameters.iter().any(|(given, _)| given == name));
        if let Some(id) = answer.get("DtsJobId").and_then(Value::as_str).filter(|_| !named) {
            self.object = id.to_owned();
        }
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        // What an allocation costs beyond its text.
        const EACH: usize = 16;
        let own = [&self.account, &self.key_id, &self.action, &self.object, &self.outcome, &self.request_id];
        let pairs = self.parameters.iter().flat_map(|(name, value)| [name, value]);
        let own: usize = own.map(|text| text.len() + EACH).iter().sum();
        let listed = pairs.chain(&self.warnings).map(|text| text.len() + size_of::<String>() + EACH);
        size_of::<(u64, Self)>() + own + listed.sum::<usize>()
    }

    /// As the control API shows it.
    pub(crate) fn to_json(&self, number: u64) -> Value {
        let parameters: Map<String, Value> =
            self.parameters.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({
            "seq": number,
            "account": self.account,
            "key_id": self.key_id,
            "service": self.service.map_or("", Service::name),
            "action": self.action,
            "mutating": is_mutating(&self.action),
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

    /// An event in the trace.
    fn trace(&self) {
        tracing::info!(
            account = self.account,
            service = self.service.map_or("", Service::name),
            action = self.action,
            object = self.object,
            outcome = self.outcome,
            http_status = self.http_status,
            request_id = self.request_id,
            ms = self.ms,
            "answered"
        );
    }

    /// What the rules of faults look at.
    fn shown(&self) -> Shown {
        let [action, account, object] = [&self.action, &self.account, &self.object].map(String::clone);
        Shown { action, account, object, job_name: String::new() }
    }

    /// The entry as people read it.
    fn line(&self, account: &str, at: Timestamp) -> String {
        let (action, object, outcome) = (&self.action, &self.object, &self.outcome);
        Line { at, account, action, object, outcome, ms: self.ms, warnings: &self.warnings }.text()
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
        entry.trace();
        self.log.add(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Timestamp};
    use crate::alibaba::gateway::Parameters;

    #[test]
    fn secret_parameters_are_masked_and_others_kept() {
        let mut entry = Entry::default();
        let parameters = [("SourceEndpointPassword", "canary"), ("DbList", "{}"), ("RoleName", "r")];
        entry.parameters(&Parameters::from_pairs(parameters));
        let text = format!("{entry:?}");
        assert!(!text.contains("canary") && text.contains("(hidden)"), "{text}");
        let line = entry.line("owner", Timestamp::UNIX_EPOCH);
        assert!(line.contains(" r ") && !line.contains("canary"), "{line}");
        assert_eq!((entry.parameters[0].1.as_str(), entry.object.as_str()), ("{}", "r"));
    }
}
