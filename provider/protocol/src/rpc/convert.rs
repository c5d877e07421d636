//! Between the wire's messages and this crate's own types.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    generated::tfplugin6 as pb,
    path::{AttributePath, Step},
    schema::{Attribute, Block, BlockNesting, NestedBlock, Nesting, Shape},
    value::{DecodeError, Type, Value, decode, encode, from_json},
};

/// Reads a value. A missing or empty one is null.
pub(super) fn value(message: Option<&pb::DynamicValue>, ty: &Type) -> Result<Value, Diagnostic> {
    let Some(message) = message else { return Ok(Value::Null) };
    if !message.msgpack.is_empty() {
        return decode(&message.msgpack, ty).map_err(decode_failed);
    }
    if !message.json.is_empty() {
        return from_json(&parse_stored_json(&message.json, "value Terraform sent")?, ty).map_err(decode_failed);
    }
    Ok(Value::Null)
}

/// Parses what the core stored, `what` for instance being the `state of this x`.
pub(super) fn parse_stored_json(bytes: &[u8], what: &str) -> Result<Json, Diagnostic> {
    serde_json::from_slice(bytes)
        .map_err(|error| Diagnostic::error("Unreadable state", format!("The {what} is not JSON: {error}.")))
}

/// Reads a stored value of the present schema.
pub(super) fn decode_stored_value(json: &Json, ty: &Type, what: &str) -> Result<Value, Diagnostic> {
    from_json(json, ty).map_err(|error| {
        Diagnostic::error(
            "Unreadable state",
            format!(
                "The {what} does not fit this version of the provider: {error}. It was written by another version: use that \
                 one, or a newer one."
            ),
        )
    })
}

fn decode_failed(error: DecodeError) -> Diagnostic {
    Diagnostic::error(
        "Unreadable value",
        format!(
            "Terraform sent a value that does not fit the provider's schema: {error}. Versions of provider and state may differ."
        ),
    )
}

/// Writes a value.
pub(super) fn dynamic(value: &Value) -> pb::DynamicValue {
    pb::DynamicValue { msgpack: encode(value), json: Vec::new() }
}

/// Writes diagnostics.
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

/// Writes a function's error. The core ends the sentence itself.
pub(super) fn function_error(text: &str, argument: Option<usize>) -> pb::FunctionError {
    pb::FunctionError {
        text: text.trim_end_matches('.').to_owned(),
        function_argument: argument.and_then(|argument| i64::try_from(argument).ok()),
    }
}

/// Writes a path.
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

/// Writes a schema.
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

/// The doc comment, what the checks demand, the default, and whether a change replaces.
pub(super) fn documentation(attribute: &Attribute) -> String {
    let mut text = attribute.description.clone();
    let mut sentence = |sentence: String| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
    };
    for validator in &attribute.validators {
        let rule = validator.describe();
        let mut letters = rule.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        sentence(format!("{}.", first.chain(letters).collect::<String>()));
    }
    match &attribute.default {
        Some(Value::String(text)) => sentence(format!("Default: `{text}`.")),
        Some(Value::Number(number)) => sentence(format!("Default: `{number}`.")),
        Some(Value::Bool(bool)) => sentence(format!("Default: `{bool}`.")),
        _ => {}
    }
    if attribute.replace {
        sentence("A change makes a new object.".to_owned());
    }
    text
}
