//! Requests no healthy core sends: each must be answered with a diagnostic, and the process must keep running.

use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{DynamicValue, get_provider_schema, get_resource_identity_schemas};
use tonic::Code;
use tonic::transport::Channel;

use super::calls::{self, Call, brief, is_broken};
use super::outcome::{Outcome, Report};
use crate::{PluginProcess, values};

/// A type no provider has.
pub(super) const UNKNOWN_TYPE: &str = "nobody_has_this_type";

pub(super) async fn check(plugin: &PluginProcess, report: &mut Report) {
    let client = match plugin.provider().await {
        Ok(client) => client,
        Err(error) => return report.fail("calls: connects", error.to_string()),
    };
    for call in calls::bare(&client) {
        let name = format!("calls: {} answers", call.name);
        report.add(name, verdict(call, Expected::NoError).await);
    }
    unknown_types(&client, report).await;
    malformed_values(&client, report).await;

    let answer = client.clone().get_provider_schema(get_provider_schema::Request {}).await;
    report.expect("bad input: the process keeps running", answer.err().map(|status| brief(&status)));
    let log = plugin.stderr();
    let panicked = log.lines().find(|line| line.contains("panicked")).map(str::to_owned);
    report.expect("bad input: nothing panicked", panicked);
}

async fn unknown_types(client: &ProviderClient<Channel>, report: &mut Report) {
    let value = values::msgpack([0xc0]);
    let calls = calls::resource(client, UNKNOWN_TYPE, &value)
        .into_iter()
        .chain(calls::resource_by_name(client, UNKNOWN_TYPE))
        .chain(calls::data_source(client, UNKNOWN_TYPE, &value))
        .chain([calls::function(client, UNKNOWN_TYPE, Vec::new())])
        .chain(calls::ephemeral(client, UNKNOWN_TYPE, &value))
        .chain(calls::ephemeral_by_name(client, UNKNOWN_TYPE))
        .chain(calls::list(client, UNKNOWN_TYPE, &value))
        .chain(calls::action(client, UNKNOWN_TYPE, &value))
        .chain(calls::state_store(client, UNKNOWN_TYPE, &value));
    for call in calls {
        let name = format!("bad input: {} of an unknown type", call.name);
        report.add(name, verdict(call, Expected::Error).await);
    }
}

/// One check a call, over all malformed values, and all lists and actions: the first complaint counts.
async fn malformed_values(client: &ProviderClient<Channel>, report: &mut Report) {
    let schema = client.clone().get_provider_schema(get_provider_schema::Request {}).await;
    let schema = schema.map(tonic::Response::into_inner).unwrap_or_default();
    let Some(resource) = schema.resource_schemas.keys().next() else {
        return report.add("bad input: malformed values", Outcome::Differs("the provider has no resource".into()));
    };
    // A provider need not have any of these.
    let (source, function) = (schema.data_source_schemas.keys().next(), schema.functions.iter().next());
    let (ephemeral, identified) = (schema.ephemeral_resource_schemas.keys().next(), identified(client).await);
    let calls = |value: &DynamicValue| {
        let mut calls = calls::provider(client, value);
        calls.extend(calls::resource(client, resource, value));
        calls.push(calls::moved(client, resource, value));
        calls.extend(identified.iter().flat_map(|name| calls::identity(client, name, value)));
        calls.extend(source.into_iter().flat_map(|name| calls::data_source(client, name, value)));
        calls.extend(ephemeral.into_iter().flat_map(|name| calls::ephemeral(client, name, value)));
        calls.extend(schema.list_resource_schemas.keys().flat_map(|name| calls::list(client, name, value)));
        calls.extend(schema.action_schemas.keys().flat_map(|name| calls::action(client, name, value)));
        calls.extend(
            function
                .map(|(name, function)| calls::function(client, name, vec![value.clone(); function.parameters.len()])),
        );
        calls
    };
    let mut worst: Vec<(&'static str, Outcome)> = Vec::new();
    for (what, value) in values::malformed() {
        for call in calls(&value) {
            let name = call.name;
            // An empty state is a valid one: it says that there is nothing.
            let expected = if what == "no bytes at all" { Expected::Answer } else { Expected::Error };
            let outcome = name_the_value(verdict(call, expected).await, what);
            match worst.iter_mut().find(|(known, _)| *known == name) {
                None => worst.push((name, outcome)),
                Some((_, known)) if *known == Outcome::Pass => *known = outcome,
                Some(_) => {}
            }
        }
    }
    for (name, outcome) in worst {
        report.add(format!("bad input: {name} with malformed values"), outcome);
    }
}

/// A resource with an identity, if there is one.
async fn identified(client: &ProviderClient<Channel>) -> Option<String> {
    let answer = client.clone().get_resource_identity_schemas(get_resource_identity_schemas::Request {}).await;
    answer.ok()?.into_inner().identity_schemas.into_keys().min()
}

fn name_the_value(outcome: Outcome, what: &str) -> Outcome {
    match outcome {
        Outcome::Pass => Outcome::Pass,
        Outcome::Differs(how) => Outcome::Differs(format!("{how} (on {what})")),
        Outcome::Fail(reason) => Outcome::Fail(format!("{reason} (on {what})")),
    }
}

/// What a request deserves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// An answer without an error in it.
    NoError,
    /// An answer with an error in it.
    Error,
    /// Any answer.
    Answer,
}

async fn verdict(call: Call, expected: Expected) -> Outcome {
    match call.send.await {
        Ok(errors) => match (expected, errors.first()) {
            (Expected::NoError, Some(error)) => Outcome::Fail(format!("answers with the error {error:?}")),
            (Expected::Error, None) => Outcome::Fail("answers as if all were well".to_owned()),
            (Expected::NoError, None) | (Expected::Error, Some(_)) | (Expected::Answer, _) => Outcome::Pass,
        },
        Err(status) if is_broken(&status) => Outcome::Fail(format!("the connection broke: {}", brief(&status))),
        Err(status) if status.code() == Code::Unimplemented => Outcome::Differs("not implemented".to_owned()),
        Err(status) => Outcome::Differs(format!("a gRPC error in place of a diagnostic: {:?}", status.code())),
    }
}
