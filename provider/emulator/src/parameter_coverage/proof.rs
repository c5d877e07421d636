//! `parameters.toml` lists exactly the parameters that the handlers read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::alibaba::Trusted;
use crate::alibaba::gateway::reads::{Reads, watch};
use crate::alibaba::gateway::{ActionTable, Call, Outcome, Parameters, Service};
use crate::policy::Circumstances;

use super::script::{Step, steps};
use super::service;

/// Actions that read a copy of their parameters, or the parameters that are kept.
const BY_COPY: [&str; 2] = ["ConfigureDtsJob", "DescribeConnectionStatus"];

/// The parameters that the calls of the script read.
#[derive(Default)]
struct Played {
    by_action: BTreeMap<(Service, String), Reads>,
    /// Parameters that were read from elsewhere than the call: from jobs and from copies.
    kept: BTreeSet<String>,
}

/// Runs the script on a world where everything happens immediately.
fn play() -> Played {
    let mut cloud = Trusted::new(0);
    let mut played = Played::default();
    let (mut job, mut task) = (String::new(), String::new());
    for step in steps() {
        let parameters = step.parameters(&[("{job}", &job), ("{task}", &task)]);
        let (outcome, reads) = perform(&mut cloud, &step, parameters);
        let (service, action) = step.action();
        played.kept.extend(reads.others.iter().cloned());
        let known = played.by_action.entry((service, action.to_owned())).or_default();
        known.own.extend(reads.own);
        known.others.extend(reads.others);
        // A parameter is read whether the call is refused because of it or not.
        let Ok(answer) = outcome else { continue };
        let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap().to_owned();
        match action {
            "ConfigureDtsJob" => job = text("DtsJobId"),
            "CreateDtsInstance" => job = text("JobId"),
            "DescribePreCheckStatus" => task = text("JobId"),
            _ => {}
        }
    }
    played
}

fn perform(cloud: &mut Trusted, step: &Step, parameters: Parameters) -> (Outcome, Reads) {
    let (service, action) = step.action();
    if step.key.is_empty() {
        return watch(&parameters, || cloud.perform_open(service, action, &parameters).unwrap());
    }
    let caller = cloud.caller(&step.key).unwrap();
    let circumstances = Circumstances::of_call(Timestamp::now(), None);
    let call = Call { caller, action: action.to_owned(), parameters, circumstances };
    watch(&call.parameters, || cloud.perform(service, &call).unwrap())
}

#[test]
fn handlers_read_what_is_honoured_and_not_what_is_recorded() {
    let (table, played) = (ActionTable::builtin(), play());
    let mut wrong = Vec::new();
    for ((service, action), reads) in &played.by_action {
        let row = table.row(*service, action).unwrap();
        let kept = if action == "ConfigureDtsJob" { &played.kept } else { &reads.others };
        let is_read =
            |name: &String| reads.own.contains(name) || BY_COPY.contains(&action.as_str()) && kept.contains(name);
        for name in row.honoured().iter().filter(|name| !is_read(name)) {
            wrong.push(format!("{action} does not read {name}, which is called honoured"));
        }
        for name in row.recorded().iter().chain(row.refused_names()).filter(|name| reads.own.contains(*name)) {
            wrong.push(format!("{action} reads {name}, which is not called honoured"));
        }
        for name in reads.own.iter().filter(|name| !row.knows(name)) {
            wrong.push(format!("{action} reads {name}, which the table does not have"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_script_calls_every_action() {
    let (table, played) = (ActionTable::builtin(), play());
    let called = |(name, action): &(&str, &str)| played.by_action.contains_key(&(service(name), (*action).to_owned()));
    let missing: Vec<(&str, &str)> = table.names().filter(|row| !called(row)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
