//! What makes a success the answer to a call. An answer of a proxy, of another service or of another call must not be taken for
//! one: its missing fields would become empty texts in the state, and its ID would be the ID of another object.

use serde_json::Value;

use super::{
    counted::{Sent, check_count, is_counted_as_empty},
    read::find,
};

/// What makes a success the answer to a call: the fields of the answer that the client relies on. The rows are beside the actions, in
/// `provider/<cloud>/actions/*.toml`. Paths are dotted; `|` separates alternatives in `fields`.
///
/// ```
/// use cloud_core::wire::{Requirements, Sent, check_answer};
/// use serde_json::json;
///
/// const REQUIREMENTS: Requirements = Requirements::fields(&["Status"]).same(&[("Name", "QueueName")]);
///
/// struct OfQueue(&'static str);
///
/// impl Sent for OfQueue {
///     fn text(&self, parameter: &str) -> Option<&str> {
///         (parameter == "Name").then_some(self.0)
///     }
///
///     fn number(&self, _: &str) -> Option<i64> {
///         None
///     }
/// }
///
/// let check = |name: &str| {
///     let answer = json!({"RequestId": "R", "QueueName": name, "Status": "Open"});
///     check_answer(&REQUIREMENTS, &OfQueue("orders"), &answer)
/// };
/// assert!(check("orders").is_ok() && check("others").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// Fields that must be there, and not be empty.
    fields: &'static [&'static str],
    /// Fields that must be texts which are not blank.
    texts: &'static [&'static str],
    /// Two fields: the text of the first one must contain the text of the second one.
    contains: &'static [(&'static str, &'static str)],
    /// A parameter, and the field that must repeat its value.
    same: &'static [(&'static str, &'static str)],
    /// A parameter, and the field that must repeat its value if the answer has the field.
    same_if_present: &'static [(&'static str, &'static str)],
    /// A list, and the fields that each of its elements must have.
    each: Option<(&'static str, &'static [&'static str])>,
}

impl Requirements {
    /// Of an answer that has only the ID of the request.
    pub const NONE: Self = Self { fields: &[], texts: &[], contains: &[], same: &[], same_if_present: &[], each: None };

    /// Of an answer with these fields, which are not empty.
    pub const fn fields(fields: &'static [&'static str]) -> Self {
        Self { fields, ..Self::NONE }
    }

    /// Adds fields that must be texts which are not blank: a value of another kind is not an ID.
    #[must_use]
    pub const fn texts(self, texts: &'static [&'static str]) -> Self {
        Self { texts, ..self }
    }

    /// Adds pairs of fields: the text of the first one must contain the text of the second one.
    #[must_use]
    pub const fn contains(self, contains: &'static [(&'static str, &'static str)]) -> Self {
        Self { contains, ..self }
    }

    /// Adds parameters, each with the field that must repeat its value.
    #[must_use]
    pub const fn same(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same, ..self }
    }

    /// Adds parameters, each with the field that must repeat its value if the answer has the field.
    #[must_use]
    pub const fn same_if_present(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same_if_present: same, ..self }
    }

    /// Adds a list, and the fields that each of its elements must have: texts which are not blank, or numbers.
    #[must_use]
    pub const fn each(self, list: &'static str, fields: &'static [&'static str]) -> Self {
        Self { each: Some((list, fields)), ..self }
    }
}

/// The field that every answer has.
const REQUEST_ID: &str = "RequestId";

/// Checks a success against what its call has sent.
///
/// # Errors
/// What is wrong with the answer.
pub fn check_answer(requirements: &Requirements, call: &impl Sent, answer: &Value) -> Result<(), String> {
    text(answer, REQUEST_ID)?;
    for field in requirements.fields {
        required(answer, field)?;
    }
    for field in requirements.texts {
        text(answer, field)?;
    }
    for (field, part) in requirements.contains {
        let (text, contained) = (text(answer, field)?, text(answer, part)?);
        if !text.contains(contained) {
            return Err(format!("its {field} is {text:?}, and its {part} is {contained:?}"));
        }
    }
    let sent = |parameter: &str| call.text(parameter).filter(|sent| !sent.is_empty());
    for (parameter, field) in requirements.same {
        sent(parameter).map_or(Ok(()), |sent| repeats(answer, field, sent))?;
    }
    for (parameter, field) in requirements.same_if_present {
        let sent = sent(parameter).filter(|_| at(answer, field).is_some_and(|value| !is_empty(value)));
        sent.map_or(Ok(()), |sent| repeats(answer, field, sent))?;
    }
    requirements.each.map_or(Ok(()), |(list, fields)| each(call, answer, list, fields))
}

/// A list may be absent only when the answer says that it is empty.
fn each(call: &impl Sent, answer: &Value, list: &str, fields: &[&str]) -> Result<(), String> {
    let has_fields = |element| fields.iter().try_for_each(|field| text_or_number(element, field));
    match at(answer, list) {
        Some(Value::Array(elements)) => {
            elements.iter().try_for_each(has_fields)?;
            check_count(call, answer, list, elements.len())
        }
        None | Some(Value::Null) if is_counted_as_empty(answer) => Ok(()),
        None | Some(Value::Null) => Err(format!("it has no {list}")),
        Some(_) => Err(format!("its {list} is not a list")),
    }
}

fn required(answer: &Value, field: &str) -> Result<(), String> {
    let found = field.split('|').any(|field| at(answer, field).is_some_and(|value| !is_empty(value)));
    if found { Ok(()) } else { Err(format!("it has no {}", field.replace('|', " and no "))) }
}

/// The text of a field. A value of another kind is not an ID, although it could be read as a text.
fn text<'a>(answer: &'a Value, field: &str) -> Result<&'a str, String> {
    match at(answer, field) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text),
        Some(Value::String(_) | Value::Null) | None => Err(format!("it has no {field}")),
        Some(_) => Err(format!("its {field} is not a text")),
    }
}

fn text_or_number(answer: &Value, field: &str) -> Result<(), String> {
    match at(answer, field) {
        Some(Value::Number(_)) => Ok(()),
        _ => text(answer, field).map(|_| ()),
    }
}

fn repeats(answer: &Value, field: &str, sent: &str) -> Result<(), String> {
    match text(answer, field)? {
        found if found == sent => Ok(()),
        found => Err(format!("its {field} is {found:?}, and the call was for {sent:?}")),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A field by its dotted path.
fn at<'a>(answer: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(answer, |value, name| match value {
        Value::Array(elements) => elements.get(name.parse::<usize>().ok()?),
        other => find(other.as_object()?, name),
    })
}
