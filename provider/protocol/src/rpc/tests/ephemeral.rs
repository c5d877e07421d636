//! Ephemeral resources.

use jiff::Timestamp;

use super::*;
use crate::{
    diagnostic::Diagnostic,
    ephemeral::{EphemeralResource, Open, Opened, Opening, Renewed},
    path::AttributePath,
    registry::RegisteredEphemeral,
    validate::not_empty,
};

/// A key for a while.
#[derive(Clone, Debug, Default, Model)]
struct Key {
    /// Which door.
    #[attr(required, validate(not_empty()))]
    door: Attr<String>,
    /// The key.
    #[attr(computed, sensitive)]
    key: Attr<String>,
}

struct Keys;

#[async_trait]
impl EphemeralResource for Keys {
    type Model = Key;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_key"
    }

    fn validate(&self, config: &Key, diagnostics: &mut Diagnostics) {
        if config.door.as_str() == Some("wall") {
            diagnostics.error(AttributePath::of(&["door"]), "No such door", "A wall has no key.");
        }
    }

    async fn open(&self, _: &Context<()>, call: Open<Key>) -> Result<Opening<Key>, Diagnostics> {
        let key = match call.config.door.as_str() {
            Some("locked") => return Err(Diagnostic::error("Locked", "Nobody has this key.").into()),
            Some("later") => return Ok(Opening::Deferred),
            Some("lost") => Attr::Unknown,
            _ => "k-1".into(),
        };
        let mut private = Private::default();
        private.set("turned", 0);
        Ok(Opening::Opened(Opened {
            result: Key { key, ..call.config },
            renew_at: Some(Timestamp::new(1_800_000_000, 5).unwrap()),
            private,
            diagnostics: Diagnostic::warning("Careful", "It is old.").into(),
        }))
    }

    async fn renew(&self, _: &Context<()>, mut private: Private) -> Renewed {
        let turned = private.get("turned").and_then(serde_json::Value::as_i64).unwrap();
        private.set("turned", turned + 1);
        let renew_at = (turned == 0).then(|| Timestamp::new(-1, -500_000_000).unwrap());
        Renewed { renew_at, private, diagnostics: Diagnostics::new() }
    }

    async fn close(&self, _: &Context<()>, private: Private) -> Diagnostics {
        Diagnostic::warning("Closed", format!("Turned {} times.", private.get("turned").unwrap())).into()
    }
}

struct House;

#[async_trait]
impl Provider for House {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn ephemeral_resources(&self) -> Vec<RegisteredEphemeral<()>> {
        vec![RegisteredEphemeral::new(Keys)]
    }
}

fn house() -> Server<House> {
    Server::new(House, CancellationToken::new())
}

fn key(door: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::dynamic(&Key { door, key: Attr::Null }.write()))
}

async fn open(door: &str, deferral_allowed: bool) -> pb::open_ephemeral_resource::Response {
    let request = pb::open_ephemeral_resource::Request {
        type_name: "test_key".into(),
        config: key(door.into()),
        client_capabilities: Some(pb::ClientCapabilities { deferral_allowed, ..Default::default() }),
    };
    house().open_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

async fn renew(private: &[u8]) -> pb::renew_ephemeral_resource::Response {
    let request =
        pb::renew_ephemeral_resource::Request { type_name: "test_key".into(), private: Some(private.to_vec()) };
    house().renew_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn it_is_opened_renewed_as_long_as_it_asks_for_it_and_closed() {
    let opened = open("front", false).await;
    let result = convert::value(opened.result.as_ref(), &Key::block().ty()).unwrap();
    assert_eq!((result.attribute("door"), result.attribute("key")), (&"front".into(), &"k-1".into()));
    assert_eq!(opened.renew_at, Some(prost_types::Timestamp { seconds: 1_800_000_000, nanos: 5 }));
    assert_eq!(opened.diagnostics[0].summary, "Careful");

    let once = renew(&opened.private.unwrap()).await;
    assert_eq!(once.renew_at, Some(prost_types::Timestamp { seconds: -2, nanos: 500_000_000 }));
    let twice = renew(once.private.as_ref().unwrap()).await;
    assert_eq!(twice.renew_at, None);
    let request = pb::close_ephemeral_resource::Request { type_name: "test_key".into(), private: twice.private };
    let closed = house().close_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(closed.diagnostics[0].detail, "Turned 2 times.");
}

#[tokio::test]
async fn a_refusal_and_an_unknown_result_are_errors_without_a_result() {
    for (door, said) in [("locked", "Nobody has this key."), ("lost", "key of test_key is still unknown")] {
        let answer = open(door, false).await;
        assert!(answer.diagnostics[0].detail.contains(said), "{answer:?}");
        assert_eq!((answer.result, answer.renew_at), (None, None));
    }
}

#[tokio::test]
async fn it_is_put_off_only_where_the_core_can_wait() {
    let later = open("later", true).await;
    assert_eq!(later.deferred.unwrap().reason(), pb::deferred::Reason::ProviderConfigUnknown);
    assert!(later.diagnostics.is_empty());
    let now = open("later", false).await;
    assert!(now.deferred.is_none() && now.diagnostics[0].detail.contains("put off"), "{now:?}");
}

#[tokio::test]
async fn private_data_of_somebody_else_and_unknown_types_are_errors() {
    assert!(renew(b"\xff").await.diagnostics[0].detail.contains("private data"));
    let request = pb::close_ephemeral_resource::Request { type_name: "test_lock".into(), private: None };
    let answer = house().close_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.diagnostics[0].detail.contains("It has: test_key."), "{answer:?}");
}

#[tokio::test]
async fn validation_runs_both_kinds_of_checks_and_passes_over_the_unknown() {
    let validate = |door: Attr<String>| async {
        let request =
            pb::validate_ephemeral_resource_config::Request { type_name: "test_key".into(), config: key(door) };
        house().validate_ephemeral_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert_eq!(validate("wall".into()).await[0].summary, "No such door");
    assert_eq!(validate("".into()).await[0].summary, "Invalid door");
    assert!(validate("front".into()).await.is_empty());
    assert!(validate(Attr::Unknown).await.is_empty());
}

#[tokio::test]
async fn schema_and_metadata_list_them() {
    let house = house();
    let schema = house.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(schema.ephemeral_resource_schemas["test_key"].block.as_ref().unwrap().description, "A key for a while.");
    let metadata = house.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.ephemeral_resources[0].type_name, "test_key");
}
