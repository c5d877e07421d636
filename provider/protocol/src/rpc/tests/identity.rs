//! Identities: told once, kept for ever.

use super::*;
use crate::{diagnostic::Diagnostic, identity::Identified, validate::not_empty, value::Type};

/// A house.
#[derive(Clone, Debug, Default, Model)]
struct House {
    /// Its street.
    #[attr(required)]
    street: Attr<String>,
    /// Its number.
    #[attr(computed)]
    number: Attr<String>,
}

/// Where it stands.
#[derive(Clone, Debug, Default, Model)]
struct Address {
    /// The town; the provider's own where nothing is said.
    #[attr(optional)]
    town: Attr<String>,
    /// The house.
    #[attr(required, validate(not_empty()))]
    number: Attr<String>,
}

struct Houses;

#[async_trait]
impl Resource for Houses {
    type Model = House;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_house"
    }

    async fn create(&self, _: &Context<()>, apply: Apply<House>) -> Outcome<House> {
        if apply.planned.street.as_str() == Some("sea") {
            return Outcome::failed(Diagnostic::error("Wet", "No house can stand there."));
        }
        Outcome::done(House { number: "7".into(), ..apply.planned })
    }

    async fn read(&self, _: &Context<()>, state: House, _: Private) -> Outcome<House> {
        if state.number.as_str() == Some("0") { Outcome::gone() } else { Outcome::done(state) }
    }

    async fn update(&self, _: &Context<()>, apply: Apply<House>) -> Outcome<House> {
        Outcome::done(apply.planned)
    }

    async fn delete(&self, _: &Context<()>, _: House, _: Private) -> Outcome<House> {
        Outcome::gone()
    }

    async fn import(&self, _: &Context<()>, id: &str) -> Result<House, Diagnostics> {
        Ok(House { number: id.into(), ..House::default() })
    }
}

#[async_trait]
impl Identified for Houses {
    type Identity = Address;

    async fn identity(&self, _: &Context<()>, state: &House, _: &Private) -> Option<Address> {
        assert_ne!(state.number.as_str(), Some("666"), "nobody lives there");
        let told = state.number.as_str() != Some("13");
        told.then(|| Address { town: "here".into(), number: state.number.clone() })
    }

    async fn import_by_identity(&self, context: &Context<()>, identity: Address) -> Result<House, Diagnostics> {
        match identity.town.as_str() {
            None | Some("here") => self.import(context, &identity.number.or(String::new())).await,
            Some(other) => Err(Diagnostic::error("Elsewhere", format!("{other} is another town.")).into()),
        }
    }
}

struct Town;

#[async_trait]
impl Provider for Town {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::identified(Houses), Registered::new(Notes)]
    }
}

fn town() -> Server<Town> {
    Server::new(Town, CancellationToken::new())
}

fn house(street: &str, number: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::dynamic(&House { street: street.into(), number }.write()))
}

fn address(town: Attr<String>, number: &str) -> Option<pb::ResourceIdentityData> {
    Some(pb::ResourceIdentityData {
        identity_data: Some(convert::dynamic(&Address { town, number: number.into() }.write())),
    })
}

fn here(number: &str) -> Option<pb::ResourceIdentityData> {
    address("here".into(), number)
}

async fn apply(street: &str) -> pb::apply_resource_change::Response {
    let request = pb::apply_resource_change::Request {
        type_name: "test_house".into(),
        planned_state: house(street, Attr::Unknown),
        config: house(street, Attr::Null),
        ..Default::default()
    };
    town().apply_resource_change(Request::new(request)).await.unwrap().into_inner()
}

async fn read(number: &str, known: Option<pb::ResourceIdentityData>) -> Option<pb::ResourceIdentityData> {
    let request = pb::read_resource::Request {
        type_name: "test_house".into(),
        current_state: house("hill", number.into()),
        current_identity: known,
        ..Default::default()
    };
    town().read_resource(Request::new(request)).await.unwrap().into_inner().new_identity
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
    town().import_resource_state(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_create_tells_it_and_a_failed_one_does_not() {
    assert_eq!(apply("hill").await.new_identity, here("7"));
    assert_eq!(apply("sea").await.new_identity, None);
}

#[tokio::test]
async fn the_first_read_of_an_older_state_tells_it_and_later_ones_keep_it() {
    assert_eq!(read("7", None).await, here("7"));
    for unlucky in ["13", "666"] {
        assert_eq!(read(unlucky, None).await, None, "it cannot be told");
    }
    let stored = address("there".into(), "8");
    assert_eq!(read("7", stored.clone()).await, stored);
    assert_eq!(read("0", stored).await, None, "nothing is there any more");
}

#[tokio::test]
async fn plan_update_and_failure_keep_it() {
    let server = town();
    let plan = pb::plan_resource_change::Request {
        type_name: "test_house".into(),
        prior_state: house("hill", "7".into()),
        proposed_new_state: house("lake", "7".into()),
        config: house("lake", Attr::Null),
        prior_identity: here("7"),
        ..Default::default()
    };
    let planned = server.plan_resource_change(Request::new(plan.clone())).await.unwrap().into_inner();
    assert_eq!(planned.planned_identity, here("7"));
    let create = pb::plan_resource_change::Request { prior_state: None, prior_identity: None, ..plan };
    let planned = server.plan_resource_change(Request::new(create)).await.unwrap().into_inner();
    assert_eq!(planned.planned_identity, None, "it is told when the object exists");

    let update = |config| pb::apply_resource_change::Request {
        type_name: "test_house".into(),
        prior_state: house("hill", "7".into()),
        planned_state: house("lake", "7".into()),
        config,
        planned_identity: here("7"),
        ..Default::default()
    };
    for config in [house("lake", Attr::Null), Some(pb::DynamicValue { msgpack: vec![0xc1], json: vec![] })] {
        let applied = server.apply_resource_change(Request::new(update(config))).await.unwrap().into_inner();
        assert_eq!(applied.new_identity, here("7"));
    }
}

#[tokio::test]
async fn an_import_by_either_way_answers_with_both() {
    for answer in [
        import("test_house", "7", None).await,
        import("test_house", "", here("7")).await,
        import("test_house", "", address(Attr::Null, "7")).await,
    ] {
        assert!(answer.diagnostics.is_empty(), "{answer:?}");
        assert_eq!(answer.imported_resources[0].identity, here("7"));
    }
}

#[tokio::test]
async fn an_identity_that_is_none_is_refused_without_a_path() {
    let cases = [
        ("test_house", address("there".into(), "7"), "there is another town."),
        ("test_house", here(""), "number must not be empty"),
        ("test_note", here("7"), "test_note has no identity"),
    ];
    for (type_name, identity, said) in cases {
        let answer = import(type_name, "", identity).await;
        assert!(answer.diagnostics[0].detail.contains(said), "{answer:?}");
        assert!(answer.diagnostics[0].attribute.is_none() && answer.imported_resources.is_empty(), "{answer:?}");
    }
}

#[tokio::test]
async fn schemas_say_what_an_import_needs() {
    let answer = town().get_resource_identity_schemas(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(answer.identity_schemas.keys().collect::<Vec<_>>(), ["test_house"]);
    let told: Vec<_> = answer.identity_schemas["test_house"]
        .identity_attributes
        .iter()
        .map(|one| (one.name.as_str(), one.required_for_import, one.optional_for_import, Type::from_bytes(&one.r#type)))
        .collect();
    assert_eq!(told, [("town", false, true, Ok(Type::String)), ("number", true, false, Ok(Type::String))]);
}

#[tokio::test]
async fn a_stored_identity_of_this_version_is_read_and_of_another_refused() {
    let upgrade = |type_name: &'static str, version, json: &'static str| async move {
        let request = pb::upgrade_resource_identity::Request {
            type_name: type_name.into(),
            version,
            raw_identity: Some(pb::RawState { json: json.into(), ..Default::default() }),
        };
        town().upgrade_resource_identity(Request::new(request)).await.unwrap().into_inner()
    };
    let stored = r#"{"town":"here","number":"7"}"#;
    assert_eq!(upgrade("test_house", 0, stored).await.upgraded_identity, here("7"));
    for (type_name, version, json, said) in [
        ("test_house", 4, stored, "schema version 4"),
        ("test_house", 0, r#"{"planet":"x"}"#, "there is no attribute \"planet\""),
        ("test_house", 0, "{", "is not JSON"),
        ("test_note", 0, stored, "test_note has no identity"),
    ] {
        let answer = upgrade(type_name, version, json).await;
        assert!(answer.diagnostics[0].detail.contains(said), "{answer:?}");
        assert_eq!(answer.upgraded_identity, None);
    }
}
