//! The functions that the fuzz targets call: world files, requests as they are received, and calls without a check of
//! the signature.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::Value;

use crate::alibaba::Trusted;
use crate::alibaba::gateway::verify::Claim;
use crate::alibaba::gateway::{Address, Call, Parameters, Service};
use crate::core::cloud::Gateway;
use crate::core::control;
use crate::core::emulation::Emulation;
use crate::core::http::{Headers, Incoming, decode_form, percent_encode};
use crate::core::world::World;
use crate::options::Options;
use crate::policy::Circumstances;
use crate::start::{gateways, setup};

/// In a parameter, a placeholder for the ID of the job that was created last.
const LAST_JOB: &str = "LASTJOB";

/// A world file. If it is accepted, it can be served.
pub fn world(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match World::parse(text, "world.toml") {
        Ok(world) => {
            let emulation = Emulation::new(Arc::new(setup(Options { world, ..Options::default() })));
            assert!(control::state(&emulation).is_object());
        }
        Err(error) => assert!(error.to_string().starts_with("world.toml"), "{error}"),
    }
}

/// A request as text: a line with method and target, header lines, an empty line, a body.
pub fn request(data: &[u8]) {
    let split = data.windows(2).position(|pair| pair == b"\n\n").unwrap_or(data.len());
    let Ok(head) = str::from_utf8(&data[..split]) else { return };
    let mut lines = head.lines();
    let (method, target) = lines.next().unwrap_or_default().split_once(' ').unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers = Headers::default();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        headers.add(name, value.trim());
    }
    let body = data.get(split + 2..).unwrap_or_default().to_vec();
    let incoming = Incoming::new(method, path, query, headers, body);
    for (name, value) in incoming.query.iter().chain(&incoming.form) {
        let written = format!("{}={}", percent_encode(name), percent_encode(value));
        assert_eq!(decode_form(&written), [(name.clone(), value.clone())], "{written}");
    }
    if let Ok(address) = Address::read(&incoming) {
        let _ = Claim::read(&incoming, address.scheme);
    }
    // A request without a valid signature changes nothing: one emulation is enough for all.
    static GATEWAYS: LazyLock<Vec<Box<dyn Gateway>>> = LazyLock::new(|| gateways(&Options::default()));
    static EMULATION: LazyLock<Mutex<Emulation>> =
        LazyLock::new(|| Mutex::new(Emulation::new(Arc::new(setup(Options::default())))));
    let mut emulation = EMULATION.lock().unwrap_or_else(PoisonError::into_inner);
    for (cloud, gateway) in GATEWAYS.iter().enumerate() {
        let mut pending = gateway.read(incoming.clone());
        let (caller, times) = emulation.caller(cloud, pending.key_id());
        pending.authenticate(caller, times);
        let reply = emulation.perform(cloud, pending.as_mut());
        let has_id = |body: &Value| body["RequestId"].is_string() || body["Response"]["RequestId"].is_string();
        assert!(reply.is_some_and(|reply| has_id(&reply.body)));
    }
}

/// Calls one after the other, one on each line: access key ID, service, action, parameters as a query.
pub fn calls(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let mut cloud = Trusted::new(2);
    let mut job = String::new();
    for line in text.lines().take(20) {
        let mut words = line.splitn(4, ' ');
        let (Some(key), Some(service), Some(action)) = (words.next(), words.next(), words.next()) else { return };
        let query = words.next().unwrap_or_default().replace(LAST_JOB, &job);
        let incoming = Incoming::new("POST", "/", &query, Headers::default(), Vec::new());
        let service = match service {
            "ram" => Service::Ram,
            "sts" => Service::Sts,
            _ => Service::Dts,
        };
        let Some(caller) = cloud.caller(key) else { continue };
        let account = caller.account.clone();
        let circumstances = Circumstances::of_call(Timestamp::now(), None);
        let call = Call { caller, action: action.to_owned(), parameters: Parameters::of(&incoming), circumstances };
        if let Some(Ok(fields)) = cloud.perform(service, &call)
            && let Some(Value::String(id)) = fields.get("DtsJobId")
        {
            job.clone_from(id);
        }
        assert!(cloud.state(&account).contains_key("jobs"));
    }
}

#[cfg(test)]
#[path = "../../../fuzz/saved.rs"]
mod saved;

#[cfg(test)]
mod tests {
    use super::{calls, request, saved, world};

    #[test]
    fn saved_inputs_still_pass() {
        saved::each("world", world);
        saved::each("requests", request);
        saved::each("calls", calls);
    }
}
