//! Nulls: a required argument must not be null, and an element of a collection must not be null unless its attribute allows it.
//! Terraform does not check this.

use super::{Attribute, Nesting, Shape};
use crate::{
    diagnostic::Diagnostics,
    path::PathRef,
    validate::with_rule_id,
    value::{Type, Value},
};

/// ID of the rule on required arguments.
pub const REQUIRED_RULE: &str = "required-not-null";
/// ID of the rule on elements.
pub const ELEMENT_RULE: &str = "element-not-null";

/// What an attribute is in and what the user may leave out instead.
#[derive(Clone, Copy, Debug)]
pub(super) enum Around {
    /// Nothing that could be left out.
    Nothing,
    /// An optional block.
    Block(&'static str),
    /// An optional attribute.
    Attribute(&'static str),
}

/// Reports a null where a value is required. Returns whether it has reported one.
pub(super) fn check_nulls(
    attribute: &Attribute,
    value: &Value,
    path: &PathRef<'_>,
    around: Around,
    out: &mut Diagnostics,
) -> bool {
    if value.is_null() {
        if attribute.required {
            required(attribute, path, around, out);
        }
        return attribute.required;
    }
    if attribute.null_elements {
        return false;
    }
    let mut elements = Elements { attribute, found: false, out };
    elements.of_shape(&attribute.shape, value, path);
    elements.found
}

fn required(attribute: &Attribute, path: &PathRef<'_>, around: Around, out: &mut Diagnostics) {
    let path = path.to_path();
    let advice = advice(&attribute.description, around);
    out.error(
        path.clone(),
        format!("Missing {}", attribute.name),
        with_rule_id(&format!("{path} must not be null. {advice}"), REQUIRED_RULE),
    );
}

/// What to write, from the first sentence of the description.
fn advice(description: &str, around: Around) -> String {
    let end = description.find(". ").or_else(|| description.find("\n\n")).unwrap_or(description.len());
    let sentence = description[..end].trim_end_matches('.');
    let first = sentence.split(' ').next().unwrap_or_default();
    let question = matches!(first, "What" | "How" | "Whether" | "Which" | "When");
    let article = if question || matches!(first, "The" | "A" | "An") { "" } else { "the " };
    // `Name` becomes `name`, and `ID` stays.
    let is_word = first.chars().skip(1).all(|c| !c.is_uppercase());
    let text = if is_word { lower_first(sentence) } else { sentence.to_owned() };
    let instead = match around {
        Around::Nothing => String::new(),
        Around::Block(name) => format!(", or remove the {name} block"),
        Around::Attribute(name) => format!(", or remove {name}"),
    };
    if text.is_empty() { "Write a value.".to_owned() } else { format!("Write {article}{text}{instead}.") }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_lowercase).into_iter().flatten().chain(letters).collect()
}

/// Looks for null elements, at any depth.
struct Elements<'e> {
    attribute: &'e Attribute,
    found: bool,
    out: &'e mut Diagnostics,
}

impl Elements<'_> {
    fn of_shape(&mut self, shape: &Shape, value: &Value, path: &PathRef<'_>) {
        match (shape, value) {
            (Shape::Plain(ty), value) => self.of_type(ty, value, path),
            (Shape::Nested(Nesting::List, _), Value::List(items)) => self.list(items, path, |_, _, _| ()),
            (Shape::Nested(Nesting::Map, _), value @ Value::Map(_)) => self.map(value, path, |_, _, _| ()),
            _ => {}
        }
    }

    fn of_type(&mut self, ty: &Type, value: &Value, path: &PathRef<'_>) {
        match (ty, value) {
            (Type::List(element), Value::List(items)) => {
                self.list(items, path, |it, item, path| it.of_type(element, item, path));
            }
            // An element of a set has no path.
            (Type::Set(_), Value::List(items)) if items.iter().any(Value::is_null) => {
                let name = self.attribute.name;
                self.report(path, "must not contain null", &format!("[for item in {name} : item if item != null]"));
            }
            (Type::Map(element), value @ Value::Map(_)) => {
                self.map(value, path, |it, item, path| it.of_type(element, item, path));
            }
            _ => {}
        }
    }

    fn list(&mut self, items: &[Value], path: &PathRef<'_>, inner: impl Fn(&mut Self, &Value, &PathRef<'_>)) {
        for (index, item) in items.iter().enumerate() {
            let path = path.index(index);
            if item.is_null() {
                let name = self.attribute.name;
                self.report(&path, "must not be null", &format!("[for item in {name} : item if item != null]"));
            } else {
                inner(self, item, &path);
            }
        }
    }

    fn map(&mut self, value: &Value, path: &PathRef<'_>, inner: impl Fn(&mut Self, &Value, &PathRef<'_>)) {
        let Value::Map(items) = value else { return };
        for (key, item) in items {
            let path = path.key(key);
            if item.is_null() {
                let name = self.attribute.name;
                let without = format!("{{ for key, value in {name} : key => value if value != null }}");
                self.report(&path, "must not be null", &without);
            } else {
                inner(self, item, &path);
            }
        }
    }

    fn report(&mut self, path: &PathRef<'_>, problem: &str, without: &str) {
        let path = path.to_path();
        let text = format!(
            "{path} {problem}. Write a value, or remove the element. In an expression, remove it with {without}."
        );
        self.out.error(path, format!("Invalid {}", self.attribute.name), with_rule_id(&text, ELEMENT_RULE));
        self.found = true;
    }
}

#[cfg(test)]
mod tests;
