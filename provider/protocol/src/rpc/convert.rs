//! Converts between the messages of the protocol and the types of this crate.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    generated::tfplugin6 as pb,
    path::{AttributePath, Step},
    registry::Schema,
    schema::{Attribute, Block, BlockNesting, NestedBlock, Nesting, Shape},
    value::{DecodeError, Type, Value, decode, encode, from_json},
};

/// Decodes a value. A missing or empty message is null.
pub(super) fn decode_value(message: Option<&pb::DynamicValue>, ty: &Type) -> Result<Value, Diagnostic> {
    let Some(message) = message else { return Ok(Value::Null) };
    if !message.msgpack.is_empty() {
        return decode(&message.msgpack, ty).map_err(decode_failed);
    }
    if !message.json.is_empty() {
        return from_json(&parse_stored_json(&message.json, "value from Terraform")?, ty).map_err(decode_failed);
    }
    Ok(Value::Null)
}

/// Decodes the content of a `config` block. Terraform sends null for some blocks that the user has not written: those have no
/// arguments.
pub(super) fn decode_config(message: Option<&pb::DynamicValue>, schema: &Schema) -> Result<Value, Diagnostic> {
    let config = decode_value(message, &schema.ty)?;
    Ok(if config.is_null() { schema.block.without_arguments() } else { config })
}

/// Parses the JSON of a stored value. `what` describes the value in the error, such as `state of this dts_migration_task`.
pub(super) fn parse_stored_json(bytes: &[u8], what: &str) -> Result<Json, Diagnostic> {
    serde_json::from_slice(bytes)
        .map_err(|error| Diagnostic::error("Unreadable state", format!("The {what} is not JSON: {error}.")))
}

/// Decodes a stored value of the current schema. `what` describes the value in the error.
pub(super) fn decode_stored_value(json: &Json, ty: &Type, what: &str) -> Result<Value, Diagnostic> {
    from_json(json, ty).map_err(|error| {
        Diagnostic::error(
            "Unreadable state",
            format!(
                "The {what} does not fit the schema of this provider version: {error}. Another version of the provider wrote \
                 it: use that version or a newer one."
            ),
        )
    })
}

fn decode_failed(error: DecodeError) -> Diagnostic {
    Diagnostic::error(
        "Unreadable value",
        format!(
            "The value from Terraform does not fit the provider's schema: {error}. The state may be of another version of the \
             provider."
        ),
    )
}

/// Encodes a value.
pub(super) fn encode_value(value: &Value) -> pb::DynamicValue {
    pb::DynamicValue { msgpack: encode(value), json: Vec::new() }
}

/// Encodes diagnostics.
pub(super) fn diagnostics(diagnostics: Diagnostics) -> Vec<pb::Diagnostic> {
    diagnostics.into_iter().map(diagnostic).collect()
}

fn diagnostic(diagnostic: Diagnostic) -> pb::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => pb::diagnostic::Severity::Error,
        Severity::Warning => pb::diagnostic::Severity::Warning,
    };
    pb::Diagnostic {
        severity: severity.into(),
        summary: diagnostic.summary,
        detail: diagnostic.detail,
        attribute: (!diagnostic.path.is_root()).then(|| path(&diagnostic.path)),
    }
}

/// Encodes the error of a function, without its full stop, because Terraform adds one.
pub(super) fn function_error(text: &str, argument: Option<usize>) -> pb::FunctionError {
    pb::FunctionError {
        text: text.trim_end_matches('.').to_owned(),
        function_argument: argument.and_then(|argument| i64::try_from(argument).ok()),
    }
}

/// Encodes a path.
pub(super) fn path(path: &AttributePath) -> pb::AttributePath {
    use pb::attribute_path::step::Selector;
    let steps = path.steps().iter().map(|step| {
        let selector = match step {
            Step::Attribute(name) => Selector::AttributeName(name.clone()),
            Step::Key(key) => Selector::ElementKeyString(key.clone()),
            Step::Index(index) => Selector::ElementKeyInt(*index),
        };
        pb::attribute_path::Step { selector: Some(selector) }
    });
    pb::AttributePath { steps: steps.collect() }
}

/// Encodes a schema.
pub(super) fn schema(version: i64, content: &Block) -> pb::Schema {
    pb::Schema { version, block: Some(block(content)) }
}

fn block(content: &Block) -> pb::schema::Block {
    pb::schema::Block {
        attributes: content.attributes.iter().map(attribute).collect(),
        block_types: content.blocks.iter().map(nested_block).collect(),
        description: content.description.clone(),
        description_kind: pb::StringKind::Markdown.into(),
        ..pb::schema::Block::default()
    }
}

fn nested_block(nested: &NestedBlock) -> pb::schema::NestedBlock {
    use pb::schema::nested_block::NestingMode;
    let (nesting, max_items) = match nested.nesting {
        BlockNesting::Single => (NestingMode::Single, i64::from(nested.required)),
        BlockNesting::List => (NestingMode::List, 0),
    };
    pb::schema::NestedBlock {
        type_name: nested.name.to_owned(),
        block: Some(block(&nested.block)),
        nesting: nesting.into(),
        min_items: i64::from(nested.required),
        max_items,
    }
}

fn attribute(attribute: &Attribute) -> pb::schema::Attribute {
    let (ty, nested_type) = match &attribute.shape {
        Shape::Plain(ty) => (ty.to_bytes(), None),
        Shape::Nested(nesting, attributes) => (Vec::new(), Some(object(*nesting, attributes))),
    };
    pb::schema::Attribute {
        name: attribute.name.to_owned(),
        r#type: ty,
        nested_type,
        description: documentation(attribute),
        description_kind: pb::StringKind::Markdown.into(),
        required: attribute.required,
        optional: attribute.optional,
        computed: attribute.computed,
        sensitive: attribute.sensitive,
        write_only: attribute.write_only,
        deprecated: attribute.deprecated.is_some(),
        deprecation_message: attribute.deprecated.unwrap_or_default().to_owned(),
    }
}

fn object(nesting: Nesting, attributes: &[Attribute]) -> pb::schema::Object {
    use pb::schema::object::NestingMode;
    let nesting = match nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Map => NestingMode::Map,
    };
    pb::schema::Object {
        attributes: attributes.iter().map(self::attribute).collect(),
        nesting: nesting.into(),
        ..pb::schema::Object::default()
    }
}

/// The description of an attribute: its doc comment, the requirements of its validators, its default, and whether changing it
/// forces a new resource.
pub(super) fn documentation(attribute: &Attribute) -> String {
    let mut text = attribute.description.clone();
    let mut append = |sentence: String| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
    };
    for validator in &attribute.validators {
        append(validator.documentation());
    }
    match &attribute.default {
        Some(Value::String(text)) => append(format!("Default: `{text}`.")),
        Some(Value::Number(number)) => append(format!("Default: `{number}`.")),
        Some(Value::Bool(bool)) => append(format!("Default: `{bool}`.")),
        _ => {}
    }
    if attribute.replace {
        append("Changing this forces a new resource.".to_owned());
    }
    text
}
