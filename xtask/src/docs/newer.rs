//! The schemas that older versions of Terraform do not print: the provider itself is asked for them.

use serde_json::{Map, Value as Json, json};
use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block, NestedBlock};
use tfplugin::generated::tfplugin6::{Schema, get_provider_schema};
use tfplugin_conformance::{LaunchOptions, PluginError, PluginProcess};

use super::DocsError;
use acceptance_harness::binaries;

/// The schemas of the actions and of the list resources, as Terraform 1.14 prints them.
///
/// # Errors
/// The provider is missing, or does not answer.
pub(super) async fn parts() -> Result<Map<String, Json>, DocsError> {
    let process = PluginProcess::launch(&binaries::provider()?, &LaunchOptions::default()).await?;
    let mut client = process.provider().await?;
    let request = get_provider_schema::Request {};
    let answer = client.get_provider_schema(request).await.map_err(PluginError::from)?.into_inner();
    let actions = answer.action_schemas.into_iter().map(|(name, action)| (name, action.schema));
    let lists = answer.list_resource_schemas.into_iter().map(|(name, schema)| (name, Some(schema)));
    let parts = [("action_schemas", all(actions)?), ("list_resource_schemas", all(lists)?)];
    Ok(parts.map(|(name, schemas)| (name.to_owned(), Json::Object(schemas))).into_iter().collect())
}

fn all(schemas: impl Iterator<Item = (String, Option<Schema>)>) -> Result<Map<String, Json>, DocsError> {
    let block = |schema: Option<Schema>| block(&schema.and_then(|schema| schema.block).unwrap_or_default());
    schemas.map(|(name, schema)| Ok((name, json!({ "block": block(schema)?, "version": 0 })))).collect()
}

fn block(block: &Block) -> Result<Json, DocsError> {
    let attributes = block.attributes.iter().map(|one| Ok((one.name.clone(), attribute(one)?)));
    let nested = block.block_types.iter().map(|one| Ok((one.type_name.clone(), nested_block(one)?)));
    let mut json = Map::new();
    for (key, items) in [
        ("attributes", attributes.collect::<Result<Map<_, _>, DocsError>>()?),
        ("block_types", nested.collect::<Result<Map<_, _>, DocsError>>()?),
    ] {
        if !items.is_empty() {
            json.insert(key.to_owned(), Json::Object(items));
        }
    }
    describe(&mut json, &block.description);
    Ok(Json::Object(json))
}

/// The arguments of actions and list resources have no nested attributes: their types say everything.
fn attribute(attribute: &Attribute) -> Result<Json, DocsError> {
    let mut json = Map::new();
    let ty = serde_json::from_slice(&attribute.r#type).map_err(DocsError::Schema)?;
    json.insert("type".to_owned(), ty);
    describe(&mut json, &attribute.description);
    let flags = [
        ("required", attribute.required),
        ("optional", attribute.optional),
        ("computed", attribute.computed),
        ("sensitive", attribute.sensitive),
        ("write_only", attribute.write_only),
        ("deprecated", attribute.deprecated),
    ];
    json.extend(flags.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| (name.to_owned(), Json::Bool(true))));
    Ok(Json::Object(json))
}

fn nested_block(nested: &NestedBlock) -> Result<Json, DocsError> {
    let mode = match nested.nesting() {
        NestingMode::List => "list",
        NestingMode::Set => "set",
        NestingMode::Map => "map",
        NestingMode::Group => "group",
        NestingMode::Single | NestingMode::Invalid => "single",
    };
    let mut json = json!({ "nesting_mode": mode, "block": block(&nested.block.clone().unwrap_or_default())? });
    if nested.min_items > 0 {
        json["min_items"] = json!(nested.min_items);
    }
    Ok(json)
}

fn describe(json: &mut Map<String, Json>, description: &str) {
    if !description.is_empty() {
        json.insert("description".to_owned(), Json::String(description.to_owned()));
        json.insert("description_kind".to_owned(), Json::String("markdown".to_owned()));
    }
}
