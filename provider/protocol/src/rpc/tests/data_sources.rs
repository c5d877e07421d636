//! The calls about data sources.

use super::*;
use crate::{
    data_source::DataSource, diagnostic::Diagnostic, path::AttributePath, registry::RegisteredDataSource,
    validate::not_empty,
};

/// A zone.
#[derive(Clone, Debug, Default, Model)]
struct Zone {
    /// Its ID.
    #[attr(required, validate(not_empty()))]
    id: Attr<String>,
    /// Its name.
    #[attr(computed)]
    name: Attr<String>,
}

struct ZoneDataSource;

#[async_trait]
impl DataSource for ZoneDataSource {
    type Model = Zone;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_zone"
    }

    fn validate(&self, config: &Zone, diagnostics: &mut Diagnostics) {
        if config.id.as_str() == Some("invalid") {
            diagnostics.error(AttributePath::of(&["id"]), "No such zone", "Write the ID of a zone.");
        }
    }

    async fn read(&self, _: &Context<()>, config: Zone) -> Result<Zone, Diagnostics> {
        match config.id.as_str() {
            Some("missing") => Err(Diagnostic::error("Zone not found", "The zone does not exist.").into()),
            Some("unknown") => Ok(Zone { name: Attr::Unknown, ..config }),
            Some("panic") => unreachable!("the read panics"),
            _ => Ok(Zone { name: "Zone A".into(), ..config }),
        }
    }
}

struct ZoneProvider;

#[async_trait]
impl Provider for ZoneProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn data_sources(&self) -> Vec<RegisteredDataSource<()>> {
        vec![RegisteredDataSource::new(ZoneDataSource)]
    }
}

fn server() -> Server<ZoneProvider> {
    Server::new(ZoneProvider, CancellationToken::new())
}

fn zone(id: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::encode_value(&Zone { id, name: Attr::Null }.write()))
}

async fn read_zone(id: &str) -> pb::read_data_source::Response {
    let request =
        pb::read_data_source::Request { type_name: "test_zone".into(), config: zone(id.into()), ..Default::default() };
    server().read_data_source(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_read_returns_the_state_or_the_error() {
    let found = read_zone("a").await;
    let state = convert::decode_value(found.state.as_ref(), &Zone::block().ty()).unwrap();
    assert_eq!(state.attribute("name").as_str(), Some("Zone A"));
    assert_eq!(state.attribute("id").as_str(), Some("a"));
    assert!(found.diagnostics.is_empty());
    let missing = read_zone("missing").await;
    assert_eq!(missing.diagnostics[0].summary, "Zone not found");
    assert_eq!(missing.state, None);
}

#[tokio::test]
async fn a_panic_and_an_unknown_result_are_reported_as_bugs() {
    for (id, expected) in [("unknown", "name of test_zone is still unknown"), ("panic", "the read panics")] {
        let response = read_zone(id).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert_eq!(response.state, None);
    }
}

#[tokio::test]
async fn validation_runs_the_validators_and_the_data_source_and_accepts_unknown_values() {
    let validate = |id: Attr<String>| async {
        let request = pb::validate_data_resource_config::Request { type_name: "test_zone".into(), config: zone(id) };
        server().validate_data_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert_eq!(validate("invalid".into()).await[0].summary, "No such zone");
    assert_eq!(validate("".into()).await[0].summary, "Invalid id");
    assert!(validate("a".into()).await.is_empty());
    assert!(validate(Attr::Unknown).await.is_empty());
}

#[tokio::test]
async fn the_error_for_an_unknown_type_lists_the_known_types() {
    let request = pb::read_data_source::Request { type_name: "test_region".into(), ..Default::default() };
    let response = server().read_data_source(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(response.diagnostics[0].summary, "Unknown data source");
    assert!(response.diagnostics[0].detail.contains("Valid values: test_zone."));
}

#[tokio::test]
async fn schema_and_metadata_contain_data_sources() {
    let server = server();
    let schema = server.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    let block = schema.data_source_schemas["test_zone"].block.as_ref().unwrap();
    assert_eq!(block.description, "A zone.");
    let metadata = server.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.data_sources[0].type_name, "test_zone");
}
