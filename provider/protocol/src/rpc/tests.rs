//! The service as the core calls it, without a socket.

mod data_sources;
mod ephemeral;
mod functions;
mod identity;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;
use tonic::Request;

use super::{Server, convert};
use crate::{
    Model,
    context::Context,
    diagnostic::Diagnostics,
    generated::tfplugin6::{self as pb, provider_server::Provider as _},
    model::{Attr, Content, Model as _},
    private::Private,
    provider::{Configure, Provider},
    registry::Registered,
    resource::{Apply, Outcome, Plan, Resource},
    value::Value,
};

/// The provider block.
#[derive(Clone, Debug, Default, Model)]
struct Block {}

/// A note.
#[derive(Clone, Debug, Default, Model)]
struct Note {
    /// The text.
    #[attr(required)]
    text: Attr<String>,
    /// Never stored.
    #[attr(optional, write_only)]
    whisper: Attr<String>,
    /// Its number.
    #[attr(computed)]
    id: Attr<String>,
}

struct Notes;

#[async_trait]
impl Resource for Notes {
    type Model = Note;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_note"
    }

    async fn plan(&self, _: &Context<()>, plan: &mut Plan<Note>) {
        plan.private.set("planned", true);
    }

    async fn create(&self, _: &Context<()>, apply: Apply<Note>) -> Outcome<Note> {
        let heard = apply.config.whisper.clone().or(String::new());
        assert_ne!(heard, "panic", "as the test wishes");
        if heard == "forget" {
            return Outcome::done(apply.planned);
        }
        Outcome::done(Note { id: format!("heard {heard}").into(), whisper: apply.config.whisper, ..apply.planned })
            .with_private(apply.private)
    }

    async fn read(&self, _: &Context<()>, state: Note, private: Private) -> Outcome<Note> {
        Outcome::done(state).with_private(private)
    }

    async fn update(&self, _: &Context<()>, _: Apply<Note>) -> Outcome<Note> {
        unreachable!("an update always panics here")
    }

    async fn delete(&self, _: &Context<()>, _: Note, _: Private) -> Outcome<Note> {
        Outcome::gone()
    }
}

struct Test;

#[async_trait]
impl Provider for Test {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::new(Notes)]
    }
}

fn server() -> Server<Test> {
    Server::new(Test, CancellationToken::new())
}

fn note(text: &str, whisper: Attr<String>, id: Attr<String>) -> pb::DynamicValue {
    convert::dynamic(&Note { text: text.into(), whisper, id }.write())
}

fn read(value: Option<&pb::DynamicValue>) -> Option<Note> {
    let value = convert::value(value, &Note::block().ty()).unwrap();
    (value != Value::Null).then(|| Note::read(&value, &crate::path::PathRef::root()).unwrap())
}

async fn apply(prior: Option<pb::DynamicValue>, whisper: &str) -> pb::apply_resource_change::Response {
    let request = pb::apply_resource_change::Request {
        type_name: "test_note".into(),
        prior_state: prior,
        planned_state: Some(note("hello", Attr::Null, Attr::Unknown)),
        config: Some(note("hello", whisper.into(), Attr::Null)),
        planned_private: br#"{"planned":true}"#.to_vec(),
        ..Default::default()
    };
    server().apply_resource_change(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_create_hears_write_only_values_and_stores_none() {
    let answer = apply(None, "secret").await;
    let state = read(answer.new_state.as_ref()).unwrap();
    assert_eq!(state.id.as_str(), Some("heard secret"));
    assert!(state.whisper.is_null());
    assert_eq!(answer.private, br#"{"planned":true}"#);
    assert!(answer.diagnostics.is_empty());
}

#[tokio::test]
async fn a_panic_is_a_diagnostic_and_keeps_what_was_there() {
    let answer = apply(None, "panic").await;
    assert!(answer.diagnostics[0].detail.contains("as the test wishes"));
    assert!(read(answer.new_state.as_ref()).is_none());
    let prior = note("old", Attr::Null, "n-1".into());
    let answer = apply(Some(prior.clone()), "").await;
    assert!(answer.diagnostics[0].detail.contains("always panics"));
    assert_eq!(answer.new_state, Some(prior));
}

#[tokio::test]
async fn a_value_left_unknown_is_reported_as_a_bug() {
    let answer = apply(None, "forget").await;
    assert!(answer.diagnostics[0].detail.contains("id of test_note is still unknown"));
    assert!(read(answer.new_state.as_ref()).unwrap().id.is_null());
}

#[tokio::test]
async fn write_only_needs_a_core_that_announces_it() {
    let validate = |announced| async move {
        let capabilities = pb::ClientCapabilities { write_only_attributes_allowed: announced, ..Default::default() };
        let request = pb::validate_resource_config::Request {
            type_name: "test_note".into(),
            config: Some(note("hello", "secret".into(), Attr::Null)),
            client_capabilities: Some(capabilities),
        };
        server().validate_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert!(validate(true).await.is_empty());
    let refused = validate(false).await;
    assert!(refused[0].detail.contains("whisper is write-only"));
    assert_eq!(refused[0].attribute.as_ref().unwrap().steps.len(), 1);
}

#[tokio::test]
async fn malformed_bytes_and_unknown_types_are_diagnostics() {
    let mut request = pb::plan_resource_change::Request {
        type_name: "test_note".into(),
        config: Some(pb::DynamicValue { msgpack: vec![0xc1, 0xff], json: vec![] }),
        ..Default::default()
    };
    let answer = server().plan_resource_change(Request::new(request.clone())).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics[0].summary, "Unreadable value");
    request.type_name = "test_letter".into();
    let answer = server().plan_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.diagnostics[0].detail.contains("It has: test_note"));
}

#[tokio::test]
async fn stored_state_of_this_version_is_read_and_of_another_refused() {
    let upgrade = |version, json: &'static str| async move {
        let request = pb::upgrade_resource_state::Request {
            type_name: "test_note".into(),
            version,
            raw_state: Some(pb::RawState { json: json.into(), ..Default::default() }),
        };
        server().upgrade_resource_state(Request::new(request)).await.unwrap().into_inner()
    };
    let stored = r#"{"text":"hello","id":"n-1"}"#;
    assert_eq!(read(upgrade(0, stored).await.upgraded_state.as_ref()).unwrap().id.as_str(), Some("n-1"));
    for (version, json, said) in [
        (3, stored, "schema version 3"),
        (
            0,
            r#"{"text":"hello","colour":"red"}"#,
            "there is no attribute \"colour\". It was written by another version",
        ),
        (0, r#"{"text":7}"#, "cannot decode the value of text"),
        (0, "", "The state of this test_note is not JSON"),
    ] {
        let answer = upgrade(version, json).await;
        assert!(answer.diagnostics[0].detail.contains(said), "{answer:?}");
        assert_eq!(answer.upgraded_state, None);
    }
}

#[tokio::test]
async fn stop_reaches_every_operation() {
    let server = server();
    let context = server.context();
    server.stop_provider(Request::new(pb::stop_provider::Request {})).await.unwrap();
    assert!(context.cancel.is_cancelled());
}
