//! What the fuzz targets call: world files, requests as they come in, and calls whose signature was believed.

use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::alibaba::gateway::Call;
use crate::alibaba::gateway::Claim;
use crate::alibaba::gateway::{Address, Parameters};
use crate::alibaba::{dts, ram, sts};
use crate::core::emulation::Emulation;
use crate::core::http::{Headers, Incoming, decode_form, percent_encode};
use crate::core::log::Entry;
use crate::core::world::World;
use crate::options::Options;

/// Stands in a parameter for the id of the job that was made last.
const LAST_JOB: &str = "LASTJOB";

/// A world file. One that is accepted can be served.
pub fn world(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match World::parse(text, "world.toml") {
        Ok(world) => {
            let emulation = Emulation::new(Options { world, ..Options::default() });
            assert!(emulation.state().is_object());
        }
        Err(error) => assert!(error.to_string().starts_with("world.toml"), "{error}"),
    }
}

/// A request as text: a line of method and target, header lines, an empty line, a body.
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
    // No request without a true signature changes anything: one emulation serves all.
    static ONE: LazyLock<Mutex<Emulation>> = LazyLock::new(|| Mutex::new(emulation()));
    let mut one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let reply = one.exchange(&incoming, &mut Entry::default());
    assert!(reply.body["RequestId"].is_string(), "{}", reply.body);
}

/// Calls one after the other, a line each: access key id, service, action, parameters as a query.
pub fn calls(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let mut emulation = emulation();
    let mut job = String::new();
    for line in text.lines().take(20) {
        let mut words = line.splitn(4, ' ');
        let (Some(key), Some(service), Some(action)) = (words.next(), words.next(), words.next()) else { return };
        let query = words.next().unwrap_or_default().replace(LAST_JOB, &job);
        let incoming = Incoming::new("POST", "/", &query, Headers::default(), Vec::new());
        let routes = match service {
            "ram" => ram::ROUTES,
            "sts" => sts::ROUTES,
            _ => dts::ROUTES,
        };
        let handler = routes.iter().find(|(name, _)| *name == action).map(|(_, handler)| *handler);
        let (Some(handler), Some(caller)) = (handler, emulation.keys.get(key).cloned()) else { continue };
        let call = Call { caller, action: action.to_owned(), parameters: Parameters::of(&incoming) };
        if let Ok(fields) = handler(&mut emulation, &call)
            && let Some(Value::String(id)) = fields.get("DtsJobId")
        {
            job.clone_from(id);
        }
    }
    assert!(emulation.state().is_object());
}

/// A fresh one of the built-in world.
fn emulation() -> Emulation {
    static OPTIONS: OnceLock<Options> = OnceLock::new();
    Emulation::new(OPTIONS.get_or_init(Options::default).clone())
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
