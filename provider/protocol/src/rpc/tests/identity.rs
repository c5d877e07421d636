//! Identities: determined once, then never changed.

use super::*;
use crate::{diagnostic::Diagnostic, identity::Identified, validate::not_empty, value::Type};

/// An instance.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Instance {
    /// Its name.
    #[attr(required)]
    pub(super) name: Attr<String>,
    /// Its ID.
    #[attr(computed)]
    pub(super) id: Attr<String>,
}

/// The identity of an instance.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct InstanceIdentity {
    /// The region. Default: the region of the provider.
    #[attr(optional)]
    pub(super) region: Attr<String>,
    /// The ID of the instance.
    #[attr(required, validate(not_empty()))]
    pub(super) id: Attr<String>,
}

pub(super) struct InstanceResource;

#[async_trait]
impl Resource for InstanceResource {
    type Model = Instance;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_instance"
    }

    async fn create(&self, _: &Context<()>, apply: Apply<Instance>) -> Outcome<Instance> {
        if apply.planned.name.as_str() == Some("forbidden") {
            return Outcome::failed(Diagnostic::error("Forbidden", "The instance cannot be created."));
        }
        Outcome::done(Instance { id: "i-7".into(), ..apply.planned })
    }

    async fn read(&self, _: &Context<()>, state: Instance, _: Private) -> Outcome<Instance> {
        match state.id.as_str() {
            Some("i-deleted") => Outcome::gone(),
            Some("i-forbidden") => {
                Outcome::with_state(state, Diagnostic::error("Forbidden", "The instance cannot be read."))
            }
            _ => Outcome::done(state),
        }
    }

    async fn update(&self, _: &Context<()>, apply: Apply<Instance>) -> Outcome<Instance> {
        Outcome::done(apply.planned)
    }

    async fn delete(&self, _: &Context<()>, _: Instance, _: Private) -> Outcome<Instance> {
        Outcome::gone()
    }

    async fn import(&self, _: &Context<()>, id: &str) -> Result<Instance, Diagnostics> {
        Ok(Instance { id: id.into(), ..Instance::default() })
    }
}

#[async_trait]
impl Identified for InstanceResource {
    type Identity = InstanceIdentity;

    async fn identity(&self, _: &Context<()>, state: &Instance, _: &Private) -> Option<InstanceIdentity> {
        assert_ne!(state.id.as_str(), Some("i-panic"), "the identity panics");
        let is_known = state.id.as_str() != Some("i-undetermined");
        is_known.then(|| InstanceIdentity { region: "region-a".into(), id: state.id.clone() })
    }

    async fn import_by_identity(
        &self,
        context: &Context<()>,
        identity: InstanceIdentity,
    ) -> Result<Instance, Diagnostics> {
        match identity.region.as_str() {
            None | Some("region-a") => self.import(context, &identity.id.or(String::new())).await,
            Some(other) => Err(Diagnostic::error("Wrong region", format!("{other} is another region.")).into()),
        }
    }
}

struct InstanceProvider;

#[async_trait]
impl Provider for InstanceProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::identified(InstanceResource), Registered::new(UserResource)]
    }
}

fn server() -> Server<InstanceProvider> {
    Server::new(InstanceProvider, CancellationToken::new())
}

fn instance(name: &str, id: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::encode_value(&Instance { name: name.into(), id }.write()))
}

fn identity(region: Attr<String>, id: &str) -> Option<pb::ResourceIdentityData> {
    Some(pb::ResourceIdentityData {
        identity_data: Some(convert::encode_value(&InstanceIdentity { region, id: id.into() }.write())),
    })
}

/// An identity in the region of the provider.
fn identity_in_region_a(id: &str) -> Option<pb::ResourceIdentityData> {
    identity("region-a".into(), id)
}

async fn apply(name: &str) -> pb::apply_resource_change::Response {
    let request = pb::apply_resource_change::Request {
        type_name: "test_instance".into(),
        planned_state: instance(name, Attr::Unknown),
        config: instance(name, Attr::Null),
        ..Default::default()
    };
    server().apply_resource_change(Request::new(request)).await.unwrap().into_inner()
}

async fn read(id: &str, stored: Option<pb::ResourceIdentityData>) -> Option<pb::ResourceIdentityData> {
    let request = pb::read_resource::Request {
        type_name: "test_instance".into(),
        current_state: instance("orders", id.into()),
        current_identity: stored,
        ..Default::default()
    };
    server().read_resource(Request::new(request)).await.unwrap().into_inner().new_identity
}

async fn import(
    type_name: &str,
    id: &str,
    identity: Option<pb::ResourceIdentityData>,
) -> pb::import_resource_state::Response {
    let request = pb::import_resource_state::Request {
        type_name: type_name.into(),
        id: id.into(),
        identity,
        ..Default::default()
    };
    server().import_resource_state(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_create_returns_the_identity_and_a_failed_create_does_not() {
    assert_eq!(apply("orders").await.new_identity, identity_in_region_a("i-7"));
    assert_eq!(apply("forbidden").await.new_identity, None);
}

#[tokio::test]
async fn the_first_read_of_a_state_without_identity_returns_it_and_later_reads_keep_it() {
    assert_eq!(read("i-7", None).await, identity_in_region_a("i-7"));
    for id in ["i-undetermined", "i-panic"] {
        assert_eq!(read(id, None).await, None, "the identity cannot be determined");
    }
    let stored = identity("region-b".into(), "i-8");
    assert_eq!(read("i-7", stored.clone()).await, stored);
    assert_eq!(read("i-deleted", stored).await, None, "the object does not exist any more");
}

#[tokio::test]
async fn plan_update_and_a_failed_apply_keep_the_identity() {
    let server = server();
    let plan = pb::plan_resource_change::Request {
        type_name: "test_instance".into(),
        prior_state: instance("orders", "i-7".into()),
        proposed_new_state: instance("billing", "i-7".into()),
        config: instance("billing", Attr::Null),
        prior_identity: identity_in_region_a("i-7"),
        ..Default::default()
    };
    let planned = server.plan_resource_change(Request::new(plan.clone())).await.unwrap().into_inner();
    assert_eq!(planned.planned_identity, identity_in_region_a("i-7"));
    let create = pb::plan_resource_change::Request { prior_state: None, prior_identity: None, ..plan };
    let planned = server.plan_resource_change(Request::new(create)).await.unwrap().into_inner();
    assert_eq!(planned.planned_identity, None, "the apply returns it when the object exists");

    let update = |config| pb::apply_resource_change::Request {
        type_name: "test_instance".into(),
        prior_state: instance("orders", "i-7".into()),
        planned_state: instance("billing", "i-7".into()),
        config,
        planned_identity: identity_in_region_a("i-7"),
        ..Default::default()
    };
    let malformed = Some(pb::DynamicValue { msgpack: vec![0xc1], json: vec![] });
    for config in [instance("billing", Attr::Null), malformed] {
        let applied = server.apply_resource_change(Request::new(update(config))).await.unwrap().into_inner();
        assert_eq!(applied.new_identity, identity_in_region_a("i-7"));
    }
}

#[tokio::test]
async fn an_import_by_id_or_identity_returns_state_and_identity() {
    for response in [
        import("test_instance", "i-7", None).await,
        import("test_instance", "", identity_in_region_a("i-7")).await,
        import("test_instance", "", identity(Attr::Null, "i-7")).await,
    ] {
        assert!(response.diagnostics.is_empty(), "{response:?}");
        assert_eq!(response.imported_resources[0].identity, identity_in_region_a("i-7"));
    }
}

#[tokio::test]
async fn an_invalid_identity_is_rejected_without_a_path() {
    let cases = [
        ("test_instance", identity("region-b".into(), "i-7"), "region-b is another region."),
        ("test_instance", identity_in_region_a(""), "id must not be empty"),
        ("test_user", identity_in_region_a("i-7"), "test_user has no identity"),
    ];
    for (type_name, identity, expected) in cases {
        let response = import(type_name, "", identity).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert!(response.diagnostics[0].attribute.is_none() && response.imported_resources.is_empty(), "{response:?}");
    }
}

#[tokio::test]
async fn the_identity_schema_shows_what_an_import_requires() {
    let request = Request::new(Default::default());
    let response = server().get_resource_identity_schemas(request).await.unwrap().into_inner();
    assert_eq!(response.identity_schemas.keys().collect::<Vec<_>>(), ["test_instance"]);
    let attributes: Vec<_> = response.identity_schemas["test_instance"]
        .identity_attributes
        .iter()
        .map(|attribute| {
            let ty = Type::from_bytes(&attribute.r#type);
            (attribute.name.as_str(), attribute.required_for_import, attribute.optional_for_import, ty)
        })
        .collect();
    assert_eq!(attributes, [("region", false, true, Ok(Type::String)), ("id", true, false, Ok(Type::String))]);
}

#[tokio::test]
async fn a_stored_identity_of_this_version_is_read_and_of_another_version_is_rejected() {
    let upgrade = |type_name: &'static str, version, json: &'static str| async move {
        let request = pb::upgrade_resource_identity::Request {
            type_name: type_name.into(),
            version,
            raw_identity: Some(pb::RawState { json: json.into(), ..Default::default() }),
        };
        server().upgrade_resource_identity(Request::new(request)).await.unwrap().into_inner()
    };
    let stored = r#"{"region":"region-a","id":"i-7"}"#;
    assert_eq!(upgrade("test_instance", 0, stored).await.upgraded_identity, identity_in_region_a("i-7"));
    for (type_name, version, json, expected) in [
        ("test_instance", 4, stored, "schema version 4"),
        ("test_instance", 0, r#"{"zone":"x"}"#, "there is no attribute \"zone\""),
        ("test_instance", 0, "{", "is not JSON"),
        ("test_user", 0, stored, "test_user has no identity"),
    ] {
        let response = upgrade(type_name, version, json).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert_eq!(response.upgraded_identity, None);
    }
}
