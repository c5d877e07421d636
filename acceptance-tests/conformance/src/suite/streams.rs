//! The calls that return a stream: the stream must always end, in the form that the core expects.

use std::time::Duration;

use tfplugin::generated::tfplugin6::invoke_action::event::Type as ActionEvent;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{DynamicValue, get_provider_schema, invoke_action, list_resource};
use tokio::time::timeout;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::bad_input::UNKNOWN_TYPE;
use super::calls::{brief, errors};
use super::outcome::Report;
use crate::{PluginProcess, values};

/// A stream that has not ended after this time hangs: the process has no cloud to wait for.
const LIMIT: Duration = Duration::from_secs(20);

pub(super) async fn check(plugin: &PluginProcess, report: &mut Report) {
    let client = match plugin.provider().await {
        Ok(client) => client,
        Err(error) => return report.fail("streams: connects", error.to_string()),
    };
    let schema = client.clone().get_provider_schema(get_provider_schema::Request {}).await;
    let schema = schema.map(tonic::Response::into_inner).unwrap_or_default();
    let empty = |schema: Option<&tfplugin::generated::tfplugin6::Schema>| {
        values::empty_config(&schema.and_then(|schema| schema.block.clone()).unwrap_or_default())
    };
    let broken = || values::msgpack([0xc1]);
    let mut actions = vec![(UNKNOWN_TYPE.to_owned(), broken())];
    for (name, action) in &schema.action_schemas {
        actions.extend([(name.clone(), empty(action.schema.as_ref())), (name.clone(), broken())]);
    }
    let mut complaints = Vec::new();
    for (name, config) in actions {
        complaints.extend(invocation(&client, &name, config).await.map(|what| format!("{name}: {what}")));
    }
    report.expect("streams: InvokeAction ends with one completed", complaint(&complaints));

    let mut complaints = Vec::new();
    for (name, list) in &schema.list_resource_schemas {
        complaints.extend(no_objects(&client, name, empty(Some(list))).await.map(|what| format!("{name}: {what}")));
        complaints.extend(not_configured(&client, name, empty(Some(list))).await.map(|what| format!("{name}: {what}")));
    }
    report.expect("streams: ListResource obeys its limit and ends with an error", complaint(&complaints));
}

fn complaint(complaints: &[String]) -> Option<String> {
    (!complaints.is_empty()).then(|| complaints.join("; "))
}

/// Everything of a stream, or why it did not end.
async fn events<T>(answer: Result<tonic::Response<Streaming<T>>, Status>) -> Result<Vec<T>, String> {
    let mut stream = answer.map_err(|status| brief(&status))?.into_inner();
    let reading = async {
        let mut events = Vec::new();
        while let Some(event) = stream.message().await.map_err(|status| brief(&status))? {
            events.push(event);
        }
        Ok(events)
    };
    timeout(LIMIT, reading).await.unwrap_or_else(|_| Err(format!("the stream has not ended after {LIMIT:?}")))
}

/// An invocation that cannot succeed, because the process is not configured, or because the configuration is broken.
async fn invocation(client: &ProviderClient<Channel>, name: &str, config: DynamicValue) -> Option<String> {
    let request = invoke_action::Request {
        action_type: name.to_owned(),
        config: Some(config),
        ..invoke_action::Request::default()
    };
    let events = match events(client.clone().invoke_action(request).await).await {
        Ok(events) => events,
        // The provider has no actions at all.
        Err(reason) if name == UNKNOWN_TYPE && reason.starts_with("Unimplemented") => return None,
        Err(reason) => return Some(reason),
    };
    let ends = events.iter().filter(|event| matches!(event.r#type, Some(ActionEvent::Completed(_)))).count();
    if ends != 1 {
        return Some(format!("{ends} events are completed"));
    }
    match events.last().and_then(|event| event.r#type.as_ref()) {
        Some(ActionEvent::Completed(end)) if errors(&end.diagnostics).is_empty() => Some("succeeds".to_owned()),
        Some(ActionEvent::Completed(_)) => None,
        other => Some(format!("the last event is {other:?}")),
    }
}

fn listing(name: &str, config: DynamicValue, limit: i64) -> list_resource::Request {
    list_resource::Request { type_name: name.to_owned(), config: Some(config), include_resource_object: false, limit }
}

/// A limit of 0 gives no object.
async fn no_objects(client: &ProviderClient<Channel>, name: &str, config: DynamicValue) -> Option<String> {
    match events(client.clone().list_resource(listing(name, config, 0)).await).await {
        Ok(events) if events.iter().any(|event| event.identity.is_some()) => Some("has objects at limit 0".to_owned()),
        Ok(_) => None,
        Err(reason) => Some(reason),
    }
}

/// A process that is not configured cannot list.
async fn not_configured(client: &ProviderClient<Channel>, name: &str, config: DynamicValue) -> Option<String> {
    match events(client.clone().list_resource(listing(name, config, 1)).await).await {
        Ok(events) => {
            let last = events.last().map(|event| errors(&event.diagnostic)).unwrap_or_default();
            last.is_empty().then(|| "lists before the provider is configured, without an error".to_owned())
        }
        Err(reason) => Some(reason),
    }
}
