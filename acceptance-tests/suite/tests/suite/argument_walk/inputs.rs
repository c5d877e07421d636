//! The wrong inputs of an argument, from its type and from a right value.

use tfplugin::value::{Items, Number, Type, Value};

use super::arguments::Argument;

/// Length of a text that is too long.
const TOO_LONG: usize = 1_000_000;
/// Number of elements of a collection that is too large.
const TOO_MANY: usize = 1001;

/// A wrong input: what it is, and the value.
pub(super) type Input = (&'static str, Value);

/// The wrong inputs. `right` is a right value.
pub(super) fn inputs(argument: &Argument, right: &Value) -> Vec<Input> {
    let mut inputs = vec![("wrong type", wrong_type(&argument.ty))];
    if argument.required {
        inputs.push(("null", Value::Null));
    }
    inputs.extend(match (&argument.ty, right) {
        (Type::String, Value::String(text)) => texts(text),
        (Type::Number, _) => numbers(),
        (Type::List(element) | Type::Set(element), Value::List(items)) => elements(element, items),
        (Type::Map(element), Value::Map(items)) => entries(element, items),
        _ => Vec::new(),
    });
    inputs
}

/// A value of another kind. Terraform converts between texts, numbers and truth values, so the value is of another kind than all of these.
fn wrong_type(ty: &Type) -> Value {
    match ty {
        Type::List(_) | Type::Set(_) => Value::Map(Items::from([("a", "b".into())])),
        _ => Value::List(vec!["a".into()]),
    }
}

fn texts(right: &str) -> Vec<Input> {
    vec![
        ("empty", "".into()),
        ("too long", "a".repeat(TOO_LONG).into()),
        ("white space before", format!(" {right}").into()),
        ("white space after", format!("{right} ").into()),
        ("line break after", format!("{right}\n").into()),
        ("white space only", " ".into()),
    ]
}

fn numbers() -> Vec<Input> {
    let number = |text: &str| Value::Number(Number::parse(text).unwrap());
    vec![
        ("negative", number("-1")),
        ("fraction", number("1000.5")),
        ("too large", number("99999999999999999999")),
        ("larger than JSON keeps exact", number("9007199254740993")),
    ]
}

fn elements(ty: &Type, right: &[Value]) -> Vec<Input> {
    let with = |value: Value| Value::List(right.iter().cloned().chain([value]).collect());
    let mut inputs = vec![("empty", Value::List(Vec::new())), ("null element", with(Value::Null))];
    if let (Type::String, Some(Value::String(first))) = (ty, right.first()) {
        inputs.extend(texts(first).into_iter().map(|(what, text)| (of_element(what), Value::List(vec![text]))));
    }
    inputs
}

fn entries(ty: &Type, right: &Items) -> Vec<Input> {
    let with = |key: &str, value: Value| {
        let mut items = right.clone();
        items.insert(key.to_owned(), value);
        Value::Map(items)
    };
    let mut inputs = vec![("empty", Value::Map(Items::default())), ("null element", with("other", Value::Null))];
    let Some((key, value)) = right.iter().next() else { return inputs };
    let value = value.clone();
    let only = |key: String| Value::Map([(key, value.clone())].into_iter().collect());
    inputs.extend(texts(key).into_iter().map(|(what, text)| (of_key(what), only(text.as_str().unwrap().to_owned()))));
    inputs
        .push(("too many", Value::Map((0..TOO_MANY).map(|number| (format!("key-{number}"), value.clone())).collect())));
    if let (Type::String, Value::String(text)) = (ty, &value) {
        inputs.extend(texts(text).into_iter().map(|(what, text)| (of_element(what), with(key, text))));
    }
    inputs
}

fn of_element(what: &str) -> &'static str {
    match what {
        "empty" => "empty element",
        "too long" => "too long element",
        "white space before" => "white space before an element",
        "white space after" => "white space after an element",
        "line break after" => "line break after an element",
        _ => "element of white space",
    }
}

fn of_key(what: &str) -> &'static str {
    match what {
        "empty" => "empty key",
        "too long" => "too long key",
        "white space before" => "white space before a key",
        "white space after" => "white space after a key",
        "line break after" => "line break after a key",
        _ => "key of white space",
    }
}
