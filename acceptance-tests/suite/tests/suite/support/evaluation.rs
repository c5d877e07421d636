//! Configurations without Terraform: blocks with their values, references to objects that were applied included.

use std::collections::BTreeMap;

use acceptance_wire::{KNOWN_LATER, Object};
use hcl::eval::{Context, Evaluate as _, FuncArgs, FuncDef, ParamType};
use hcl::{Body, Structure};
use serde_json::{Map, Value as Json, json};

use crate::support::case::{DESTINATION_PASSWORD, SOURCE_PASSWORD};
use crate::support::hcl::Hcl;

/// Meta-arguments of a block, which Terraform does not send to the provider.
const META_ARGUMENTS: [&str; 3] = ["alias", "provider", "depends_on"];
/// Blocks that are evaluated.
const USED: [&str; 2] = ["provider", "resource"];
/// Attributes of the resources that are referred to.
const REFERRED: [&str; 2] = ["id", "role_name"];

/// A resource block.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) type_name: String,
    pub(crate) label: String,
    /// Alias of its provider.
    pub(crate) alias: String,
    pub(crate) arguments: Json,
}

/// A configuration's blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evaluated {
    /// Provider blocks by alias.
    pub(crate) providers: BTreeMap<String, Json>,
    pub(crate) resources: Vec<Resource>,
}

/// What was applied so far, by resource type and label.
pub(crate) type Applied = BTreeMap<(String, String), Object>;

/// Evaluates a configuration. What refers to an object that was not applied is known later.
pub(crate) fn evaluated(configuration: &Hcl, applied: &Applied) -> Evaluated {
    let body: Body = hcl::parse(configuration.text()).unwrap();
    // Types of variables and similar texts are not expressions.
    let used = |one: &Structure| one.as_block().is_some_and(|block| USED.contains(&block.identifier()));
    let body: Body = body.into_iter().filter(used).collect();
    let plain: Json = hcl::from_body(body.clone()).unwrap();
    let values = body.evaluate(&context(&plain, applied));
    let values = values.unwrap_or_else(|error| panic!("{error}\n{}", configuration.text()));
    let values: Json = hcl::from_body(values).unwrap();
    let mut found = Evaluated::default();
    for (label, block) in blocks(&values["provider"]).flat_map(|(_, block)| all(block)).filter_map(alias_of) {
        found.providers.insert(label, block);
    }
    for (type_name, named) in blocks(&values["resource"]) {
        for (label, block) in blocks(named) {
            let alias = block["provider"].as_str().unwrap_or_default().to_owned();
            let (type_name, label) = (type_name.clone(), label.clone());
            found.resources.push(Resource { type_name, label, alias, arguments: without_meta(block) });
        }
    }
    found
}

fn blocks(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

/// Several blocks of one label are a list.
fn all(json: &Json) -> Vec<Json> {
    json.as_array().cloned().unwrap_or_else(|| vec![json.clone()])
}

fn alias_of(block: Json) -> Option<(String, Json)> {
    let alias = block["alias"].as_str()?.to_owned();
    Some((alias, without_meta(&block)))
}

fn without_meta(block: &Json) -> Json {
    let mut arguments: Map<String, Json> = block.as_object().cloned().unwrap_or_default();
    arguments.retain(|name, _| !META_ARGUMENTS.contains(&name.as_str()));
    Json::Object(arguments)
}

fn context(plain: &Json, applied: &Applied) -> Context<'static> {
    let mut context = Context::new();
    let to_json = |arguments: FuncArgs| {
        serde_json::to_string(&arguments[0]).map(hcl::Value::from).map_err(|error| error.to_string())
    };
    context.declare_func("jsonencode", FuncDef::builder().param(ParamType::Any).build(to_json));
    let mut declare = |name: &str, value: Json| {
        let value: hcl::Value = serde_json::from_value(value).unwrap();
        context.declare_var(hcl::Identifier::new(name).unwrap(), value);
    };
    declare("var", json!({"source_password": SOURCE_PASSWORD, "destination_password": DESTINATION_PASSWORD}));
    let aliases = blocks(&plain["resource"]).flat_map(|(_, named)| blocks(named));
    let aliases =
        aliases.filter_map(|(_, block)| block["provider"].as_str()?.strip_prefix("${dts.")?.strip_suffix('}'));
    declare("dts", aliases.map(|alias| (alias.to_owned(), json!(alias))).collect::<Map<_, _>>().into());
    let mut types: BTreeMap<String, Map<String, Json>> = BTreeMap::new();
    let mut referred = Vec::new();
    references(plain, &mut referred);
    for (type_name, label) in referred.into_iter().chain(applied.keys().cloned()) {
        let attributes = REFERRED.map(|name| (name.to_owned(), attribute(applied, &type_name, &label, name)));
        types.entry(type_name).or_default().insert(label, attributes.into_iter().collect::<Map<_, _>>().into());
    }
    for (type_name, labels) in types {
        declare(&type_name, labels.into());
    }
    context
}

/// Objects that expressions name: resource type and label.
fn references(json: &Json, found: &mut Vec<(String, String)>) {
    match json {
        Json::Object(items) => items.values().for_each(|item| references(item, found)),
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        Json::String(text) => {
            let mut words = text.trim_start_matches("${").trim_end_matches('}').split('.');
            if let (true, Some(type_name), Some(label)) = (text.starts_with("${dts_"), words.next(), words.next()) {
                found.push((type_name.to_owned(), label.to_owned()));
            }
        }
        _ => {}
    }
}

fn attribute(applied: &Applied, type_name: &str, label: &str, name: &str) -> Json {
    let object = applied.get(&(type_name.to_owned(), label.to_owned()));
    object.map_or(json!(KNOWN_LATER), |object| json!(object.text(name)))
}
