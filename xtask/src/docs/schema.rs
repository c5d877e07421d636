//! The exported schema, read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::DocsError;

/// A provider.
#[derive(Clone, Debug, Deserialize)]
pub struct Provider {
    /// Its own block.
    pub provider: Schema,
    /// Resources by type.
    #[serde(default, rename = "resource_schemas")]
    pub resources: BTreeMap<String, Schema>,
    /// Data sources by type.
    #[serde(default, rename = "data_source_schemas")]
    pub data_sources: BTreeMap<String, Schema>,
    /// Ephemeral resources by type.
    #[serde(default, rename = "ephemeral_resource_schemas")]
    pub ephemeral_resources: BTreeMap<String, Schema>,
    /// List resources by type.
    #[serde(default, rename = "list_resource_schemas")]
    pub list_resources: BTreeMap<String, Schema>,
    /// Actions by type.
    #[serde(default, rename = "action_schemas")]
    pub actions: BTreeMap<String, Schema>,
    /// Functions by name.
    #[serde(default)]
    pub functions: BTreeMap<String, Function>,
}

/// The schema of one thing.
#[derive(Clone, Debug, Deserialize)]
pub struct Schema {
    /// Its content.
    pub block: Block,
}

/// Attributes, and blocks inside.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Block {
    /// Attributes by name.
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// Blocks by name.
    #[serde(default, rename = "block_types")]
    pub blocks: BTreeMap<String, NestedBlock>,
    /// What it is.
    #[serde(default)]
    pub description: String,
}

/// An attribute.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attribute {
    /// Its type, unless it has attributes inside.
    #[serde(rename = "type")]
    pub ty: Json,
    /// Its attributes inside.
    pub nested_type: Option<Nested>,
    /// What it is.
    pub description: String,
    /// It must be set.
    pub required: bool,
    /// It may be set.
    pub optional: bool,
    /// Terraform does not show it.
    pub sensitive: bool,
    /// It is not stored.
    pub write_only: bool,
    /// It is on its way out.
    pub deprecated: bool,
}

/// Attributes inside an attribute.
#[derive(Clone, Debug, Deserialize)]
pub struct Nested {
    /// By name.
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// `single`, `list`, `set` or `map`.
    pub nesting_mode: String,
}

/// A block inside a block.
#[derive(Clone, Debug, Deserialize)]
pub struct NestedBlock {
    /// Its content.
    pub block: Block,
    /// `single`, `list`, `set` or `map`.
    pub nesting_mode: String,
    /// How often it must stand.
    #[serde(default)]
    pub min_items: u64,
}

/// A function.
#[derive(Clone, Debug, Deserialize)]
pub struct Function {
    /// What it does, in a few words.
    #[serde(default)]
    pub summary: String,
    /// What it does.
    #[serde(default)]
    pub description: String,
    /// Its parameters, in order.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// A last one that may stand any number of times.
    pub variadic_parameter: Option<Parameter>,
    /// The type of its result.
    pub return_type: Json,
}

/// A parameter of a function.
#[derive(Clone, Debug, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Json,
    /// Whether it may be null.
    #[serde(default)]
    pub is_nullable: bool,
}

/// Reads the exported schema of the one provider in it.
///
/// # Errors
/// It is not what Terraform prints.
pub fn read(text: &str) -> Result<Provider, DocsError> {
    #[derive(Deserialize)]
    struct Document {
        provider_schemas: BTreeMap<String, Provider>,
    }
    let all = serde_json::from_str::<Document>(text).map_err(DocsError::Schema)?.provider_schemas;
    let count = all.len();
    match (all.into_values().next(), count) {
        (Some(only), 1) => Ok(only),
        _ => Err(DocsError::Providers(count)),
    }
}
