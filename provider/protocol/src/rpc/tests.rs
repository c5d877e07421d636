//! The service as Terraform calls it, without a socket.

mod actions;
mod data_sources;
mod ephemeral;
mod functions;
mod generate;
mod identity;
mod list_resource;
mod moves;

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

/// A user.
#[derive(Clone, Debug, Default, Model)]
struct User {
    /// Its name.
    #[attr(required)]
    name: Attr<String>,
    /// Its password.
    #[attr(optional, write_only)]
    password: Attr<String>,
    /// Its ID.
    #[attr(computed)]
    id: Attr<String>,
}

struct UserResource;

#[async_trait]
impl Resource for UserResource {
    type Model = User;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_user"
    }

    async fn plan(&self, _: &Context<()>, plan: &mut Plan<User>) {
        plan.private.set("planned", true);
    }

    async fn create(&self, _: &Context<()>, apply: Apply<User>) -> Outcome<User> {
        let password = apply.config.password.clone().or(String::new());
        assert_ne!(password, "panic", "the create panics");
        if password == "unknown" {
            return Outcome::done(apply.planned);
        }
        let id = format!("user with {password}").into();
        Outcome::done(User { id, password: apply.config.password, ..apply.planned }).with_private(apply.private)
    }

    async fn read(&self, _: &Context<()>, state: User, private: Private) -> Outcome<User> {
        Outcome::done(state).with_private(private)
    }

    async fn update(&self, _: &Context<()>, _: Apply<User>) -> Outcome<User> {
        unreachable!("the update panics")
    }

    async fn delete(&self, _: &Context<()>, _: User, _: Private) -> Outcome<User> {
        Outcome::gone()
    }
}

struct UserProvider;

#[async_trait]
impl Provider for UserProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::new(UserResource)]
    }
}

fn server() -> Server<UserProvider> {
    Server::new(UserProvider, CancellationToken::new())
}

fn user(name: &str, password: Attr<String>, id: Attr<String>) -> pb::DynamicValue {
    convert::encode_value(&User { name: name.into(), password, id }.write())
}

fn decode(value: Option<&pb::DynamicValue>) -> Option<User> {
    let value = convert::decode_value(value, &User::block().ty()).unwrap();
    (value != Value::Null).then(|| User::read(&value, &crate::path::PathRef::root()).unwrap())
}

async fn apply(prior: Option<pb::DynamicValue>, password: &str) -> pb::apply_resource_change::Response {
    let request = pb::apply_resource_change::Request {
        type_name: "test_user".into(),
        prior_state: prior,
        planned_state: Some(user("dts", Attr::Null, Attr::Unknown)),
        config: Some(user("dts", password.into(), Attr::Null)),
        planned_private: br#"{"planned":true}"#.to_vec(),
        ..Default::default()
    };
    server().apply_resource_change(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_create_receives_write_only_values_and_does_not_store_them() {
    let response = apply(None, "secret").await;
    let state = decode(response.new_state.as_ref()).unwrap();
    assert_eq!(state.id.as_str(), Some("user with secret"));
    assert!(state.password.is_null());
    assert_eq!(response.private, br#"{"planned":true}"#);
    assert!(response.diagnostics.is_empty());
}

#[tokio::test]
async fn a_panic_is_a_diagnostic_and_keeps_the_prior_state() {
    let response = apply(None, "panic").await;
    assert!(response.diagnostics[0].detail.contains("the create panics"));
    assert!(decode(response.new_state.as_ref()).is_none());
    let prior = user("old", Attr::Null, "u-1".into());
    let response = apply(Some(prior.clone()), "").await;
    assert!(response.diagnostics[0].detail.contains("the update panics"));
    assert_eq!(response.new_state, Some(prior));
}

#[tokio::test]
async fn a_value_that_stays_unknown_is_reported_as_a_bug() {
    let response = apply(None, "unknown").await;
    assert!(response.diagnostics[0].detail.contains("id of test_user is still unknown"));
    assert!(decode(response.new_state.as_ref()).unwrap().id.is_null());
}

#[tokio::test]
async fn write_only_values_need_a_terraform_that_announces_support() {
    let validate = |announced| async move {
        let capabilities = pb::ClientCapabilities { write_only_attributes_allowed: announced, ..Default::default() };
        let request = pb::validate_resource_config::Request {
            type_name: "test_user".into(),
            config: Some(user("dts", "secret".into(), Attr::Null)),
            client_capabilities: Some(capabilities),
        };
        server().validate_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert!(validate(true).await.is_empty());
    let errors = validate(false).await;
    assert!(errors[0].detail.contains("password is write-only"));
    assert_eq!(errors[0].attribute.as_ref().unwrap().steps.len(), 1);
}

#[tokio::test]
async fn malformed_bytes_and_unknown_types_are_diagnostics() {
    let mut request = pb::plan_resource_change::Request {
        type_name: "test_user".into(),
        config: Some(pb::DynamicValue { msgpack: vec![0xc1, 0xff], json: vec![] }),
        ..Default::default()
    };
    let response = server().plan_resource_change(Request::new(request.clone())).await.unwrap().into_inner();
    assert_eq!(response.diagnostics[0].summary, "Unreadable value");
    request.type_name = "test_group".into();
    let response = server().plan_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert!(response.diagnostics[0].detail.contains("Valid values: test_user"));
}

#[tokio::test]
async fn a_stored_state_of_this_version_is_read_and_of_another_version_is_rejected() {
    let upgrade = |version, json: &'static str| async move {
        let request = pb::upgrade_resource_state::Request {
            type_name: "test_user".into(),
            version,
            raw_state: Some(pb::RawState { json: json.into(), ..Default::default() }),
        };
        server().upgrade_resource_state(Request::new(request)).await.unwrap().into_inner()
    };
    let stored = r#"{"name":"dts","id":"u-1"}"#;
    assert_eq!(decode(upgrade(0, stored).await.upgraded_state.as_ref()).unwrap().id.as_str(), Some("u-1"));
    for (version, json, expected) in [
        (3, stored, "schema version 3"),
        (
            0,
            r#"{"name":"dts","colour":"red"}"#,
            "there is no attribute \"colour\". Another version of the provider wrote it",
        ),
        (0, r#"{"name":7}"#, "cannot decode the value of name"),
        (0, "", "The state of this test_user is not JSON"),
    ] {
        let response = upgrade(version, json).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert_eq!(response.upgraded_state, None);
    }
}

#[tokio::test]
async fn stop_cancels_every_operation() {
    let server = server();
    let context = server.context();
    server.stop_provider(Request::new(pb::stop_provider::Request {})).await.unwrap();
    assert!(context.cancel.is_cancelled());
}
