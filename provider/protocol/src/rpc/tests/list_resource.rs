//! Lists of the objects of a managed resource.

use futures_util::StreamExt as _;
use std::time::Duration;
use tokio::time::timeout;

use super::identity::{Instance, InstanceIdentity, InstanceResource};
use super::*;
use crate::{
    diagnostic::Diagnostic,
    list_resource::{Found, ListResource},
    path::{AttributePath, PathRef},
    registry::RegisteredListResource,
};
use pb::list_resource::Event;

/// Selects instances.
#[derive(Clone, Debug, Default, Model)]
struct Filter {
    /// The start of the ID.
    #[attr(optional)]
    prefix: Attr<String>,
}

/// Lists the instances `<prefix>0` to `<prefix>9`, with a few special ones.
struct Instances;

#[async_trait]
impl ListResource for Instances {
    type Model = Filter;
    type Identity = InstanceIdentity;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_instance"
    }

    fn validate(&self, config: &Filter, diagnostics: &mut Diagnostics) {
        if config.prefix.as_str() == Some("") {
            diagnostics.error(
                AttributePath::of(&["prefix"]),
                "Empty prefix",
                "Write a prefix, or remove the argument.",
            );
        }
    }

    async fn list(
        &self,
        context: &Context<()>,
        config: Filter,
        found: &mut Found<InstanceIdentity>,
    ) -> Result<(), Diagnostics> {
        let prefix = config.prefix.or("i-".to_owned());
        assert_ne!(prefix, "panic", "the list panics");
        for index in 0..10 {
            let id = match (prefix.as_str(), index) {
                ("special-", 1) => "i-deleted".to_owned(),
                ("special-", 2) => "i-forbidden".to_owned(),
                ("special-", 3) => {
                    found.warn(Diagnostic::warning("Skipped", "One instance has no ID.")).await;
                    continue;
                }
                ("fails-", 5) => return Err(Diagnostic::error("Forbidden", "The second page failed.").into()),
                ("hangs-", 1) => {
                    context.cancel.cancelled().await;
                    std::future::pending().await
                }
                _ => format!("{prefix}{index}"),
            };
            found
                .add(&InstanceIdentity { region: "region-a".into(), id: id.as_str().into() }, format!("name of {id}"))
                .await;
        }
        Ok(())
    }
}

struct ListProvider;

#[async_trait]
impl Provider for ListProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::identified(InstanceResource)]
    }

    fn list_resources(&self) -> Vec<RegisteredListResource<()>> {
        vec![RegisteredListResource::new(Instances)]
    }
}

fn server() -> Server<ListProvider> {
    Server::new(ListProvider, CancellationToken::new())
}

fn request(prefix: &str, limit: i64) -> pb::list_resource::Request {
    let config = Filter { prefix: prefix.into() }.write();
    pb::list_resource::Request {
        type_name: "test_instance".into(),
        config: Some(convert::encode_value(&config)),
        include_resource_object: false,
        limit,
    }
}

async fn list(request: pb::list_resource::Request) -> Vec<Event> {
    let events = server().list_resource(Request::new(request)).await.unwrap().into_inner();
    events.map(Result::unwrap).collect().await
}

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().filter(|event| event.identity.is_some()).map(|event| event.display_name.as_str()).collect()
}

fn id(event: &Event) -> String {
    let data = event.identity.as_ref().unwrap().identity_data.as_ref();
    let identity = convert::decode_value(data, &InstanceIdentity::block().ty()).unwrap();
    identity.attribute("id").as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_list_sends_identities_and_names_up_to_the_limit() {
    let all = list(request("i-", 1_000_000)).await;
    assert_eq!((all.len(), names(&all).len()), (10, 10));
    assert_eq!((id(&all[9]).as_str(), all[9].display_name.as_str()), ("i-9", "name of i-9"));
    assert!(all.iter().all(|event| event.resource_object.is_none() && event.diagnostic.is_empty()));
    assert_eq!(list(request("i-", 10)).await, all);
    assert_eq!(list(request("i-", 0)).await, []);
    assert_eq!(list(request("i-", -1)).await, []);
    // Without a block, Terraform sends null for all arguments, or null.
    for config in [Some(convert::encode_value(&Value::Null)), None] {
        assert_eq!(list(pb::list_resource::Request { config, ..request("", 100) }).await, all);
    }
}

#[tokio::test]
async fn a_warning_before_the_last_object_says_that_there_are_more() {
    let events = list(request("i-", 3)).await;
    assert_eq!(names(&events), ["name of i-0", "name of i-1", "name of i-2"]);
    assert_eq!(events[2].diagnostic[0].summary, "The list is not complete");
    assert!(events[2].diagnostic[0].detail.contains("which is 3"), "{events:?}");
    assert_eq!((events.len(), id(&events[3]).as_str()), (4, "i-2"));
}

#[tokio::test]
async fn complete_objects_are_read_and_those_that_cannot_be_read_are_warnings() {
    let events = list(pb::list_resource::Request { include_resource_object: true, ..request("special-", 100) }).await;
    assert_eq!(names(&events).len(), 7);
    for event in events.iter().filter(|event| event.identity.is_some()) {
        let state = convert::decode_value(event.resource_object.as_ref(), &Instance::block().ty()).unwrap();
        assert_eq!(Instance::read(&state, &PathRef::root()).unwrap().id.as_str(), Some(id(event).as_str()));
    }
    let warnings: Vec<_> = events.iter().flat_map(|event| &event.diagnostic).collect();
    assert!(warnings.iter().all(|warning| warning.severity() == pb::diagnostic::Severity::Warning), "{warnings:?}");
    assert!(warnings[0].detail.contains("name of i-forbidden") && warnings[0].detail.contains("cannot be read"));
    assert_eq!((warnings[1].summary.as_str(), warnings.len()), ("Skipped", 2));
}

#[tokio::test]
async fn a_failure_is_the_last_event() {
    let events = list(request("fails-", 100)).await;
    assert_eq!((events.len(), names(&events).len()), (6, 5));
    assert_eq!(events[5].diagnostic[0].detail, "The second page failed.");
    let mut cases = vec![
        (request("panic", 100), "the list panics"),
        (request("", 100), "Write a prefix"),
        (
            pb::list_resource::Request { type_name: "test_user".into(), ..request("i-", 1) },
            "Valid values: test_instance.",
        ),
    ];
    let unknown = convert::encode_value(&Filter { prefix: Attr::Unknown }.write());
    cases.push((pb::list_resource::Request { config: Some(unknown), ..request("i-", 1) }, "not known yet"));
    let broken = pb::DynamicValue { msgpack: vec![0xc1], json: vec![] };
    cases.push((pb::list_resource::Request { config: Some(broken), ..request("i-", 1) }, "does not fit"));
    for (request, expected) in cases {
        let events = list(request).await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].diagnostic[0].detail.contains(expected), "{events:?}");
    }
}

#[tokio::test]
async fn a_list_ends_when_the_user_interrupts_and_when_terraform_stops_reading() {
    let server = server();
    let mut events = server.list_resource(Request::new(request("hangs-", 100))).await.unwrap().into_inner();
    server.stop_provider(Request::new(pb::stop_provider::Request {})).await.unwrap();
    let rest: Vec<_> = timeout(Duration::from_secs(5), events.by_ref().collect()).await.unwrap();
    assert_eq!(rest.last().unwrap().as_ref().unwrap().diagnostic[0].summary, "Interrupted");

    let (events, mut received) = tokio::sync::mpsc::channel(1);
    let stream = super::super::stream::stream("test", "", |sender: tokio::sync::mpsc::Sender<()>| async move {
        sender.closed().await;
        let _ = events.send("the work has ended").await;
    });
    drop(stream);
    assert_eq!(received.recv().await, Some("the work has ended"));
}

#[tokio::test]
async fn validation_accepts_unknown_values_and_rejects_what_the_list_rejects() {
    let validate = |prefix: Attr<String>| async {
        let config = Some(convert::encode_value(&Filter { prefix }.write()));
        let type_name = "test_instance".into();
        let request = pb::validate_list_resource_config::Request { type_name, config, ..Default::default() };
        server().validate_list_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert!(validate("i-".into()).await.is_empty());
    assert!(validate(Attr::Unknown).await.is_empty());
    assert_eq!(validate("".into()).await[0].attribute.as_ref().unwrap().steps.len(), 1);
}

#[tokio::test]
async fn schema_and_metadata_contain_list_resources() {
    let server = server();
    let schema = server.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(schema.list_resource_schemas["test_instance"].block.as_ref().unwrap().description, "Selects instances.");
    let metadata = server.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.list_resources[0].type_name, "test_instance");
}
