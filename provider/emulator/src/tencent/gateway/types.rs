//! The types of parameters.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::core::nearest::nearest;

use super::answer::Refusal;

/// The parameters of an action, or the fields of a structure.
pub(super) type Structure = BTreeMap<String, Member>;

/// One parameter or field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Member {
    kind: Kind,
    is_list: bool,
    required: bool,
    /// It is not published.
    unconfirmed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Bool,
    Structure(String),
}

impl TryFrom<String> for Member {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (rest, required) = text.strip_suffix('!').map_or((text.as_str(), false), |rest| (rest, true));
        let (rest, unconfirmed) = rest.strip_suffix('?').map_or((rest, false), |rest| (rest, true));
        let inner = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let kind = match inner.unwrap_or(rest) {
            "text" => Kind::Text,
            "int" => Kind::Int,
            "bool" => Kind::Bool,
            // Two services can have different structures of one name: `tag.Tag`.
            name if name.rsplit('.').next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase())) => {
                Kind::Structure(name.to_owned())
            }
            other => return Err(format!("{other} is not a type")),
        };
        Ok(Self { kind, is_list: inner.is_some(), required, unconfirmed })
    }
}

/// Checks parameters.
#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    pub(super) types: &'a BTreeMap<String, Structure>,
    /// Whether parameters that are not published are accepted.
    pub(super) accepts_unconfirmed: bool,
    /// The values come from a query: numbers and bools are texts.
    pub(super) from_query: bool,
}

impl Checker<'_> {
    /// The same fields with the right types; a field with null counts as one that was not given.
    pub(super) fn structure(
        self,
        structure: &Structure,
        given: Map<String, Value>,
        path: &str,
    ) -> Result<Map<String, Value>, Refusal> {
        let mut checked = Map::new();
        for (name, value) in given {
            let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let member = structure.get(&name).filter(|member| self.accepts_unconfirmed || !member.unconfirmed);
            let Some(member) = member else {
                let hint = nearest(&name, structure.keys().map(String::as_str));
                let hint = hint.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                return Err(Refusal::new("UnknownParameter", format!("The parameter `{at}` is not recognized.{hint}")));
            };
            if value.is_null() {
                continue;
            }
            checked.insert(name, self.member(member, value, &at)?);
        }
        let absent = structure.iter().find(|(name, member)| member.required && !checked.contains_key(*name));
        match absent {
            None => Ok(checked),
            Some((name, _)) if path.is_empty() => Err(Refusal::missing(name)),
            Some((name, _)) => Err(Refusal::missing(&format!("{path}.{name}"))),
        }
    }

    fn member(self, member: &Member, value: Value, at: &str) -> Result<Value, Refusal> {
        if !member.is_list {
            return self.single(&member.kind, value, at);
        }
        let Value::Array(elements) = value else { return Err(wrong(at, "a list")) };
        let elements = elements.into_iter().filter(|element| !element.is_null()).enumerate();
        let checked =
            elements.map(|(position, element)| self.single(&member.kind, element, &format!("{at}.{position}")));
        Ok(Value::Array(checked.collect::<Result<_, _>>()?))
    }

    fn single(self, kind: &Kind, value: Value, at: &str) -> Result<Value, Refusal> {
        match (kind, value) {
            (Kind::Text, value @ Value::String(_)) | (Kind::Bool, value @ Value::Bool(_)) => Ok(value),
            (Kind::Int, Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(Value::Number(number)),
            // Official examples have IDs as texts.
            (Kind::Int, Value::String(text)) => match text.parse::<i64>() {
                Ok(number) => Ok(number.into()),
                Err(_) => Err(wrong(at, "an integer")),
            },
            (Kind::Bool, Value::String(text)) if self.from_query => match text.as_str() {
                "true" | "True" | "1" => Ok(true.into()),
                "false" | "False" | "0" => Ok(false.into()),
                _ => Err(wrong(at, "a bool")),
            },
            (Kind::Structure(name), Value::Object(fields)) => match self.types.get(name) {
                Some(structure) => Ok(Value::Object(self.structure(structure, fields, at)?)),
                None => Err(wrong(at, name)),
            },
            (Kind::Text, _) => Err(wrong(at, "a text")),
            (Kind::Int, _) => Err(wrong(at, "an integer")),
            (Kind::Bool, _) => Err(wrong(at, "a bool")),
            (Kind::Structure(_), _) => Err(wrong(at, "an object")),
        }
    }
}

fn wrong(at: &str, kind: &str) -> Refusal {
    Refusal::new("InvalidParameter", format!("The value type of parameter `{at}` is not valid: it must be {kind}."))
}
