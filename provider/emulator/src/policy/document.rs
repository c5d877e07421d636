//! Parsing of policy documents: permission policies and trust policies.

use serde_json::Value;

use super::condition::Condition;
use super::malformed::{Malformed, malformed, texts};
use super::principals::Principals;

/// A parsed policy document.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub(crate) struct Document {
    kind: Kind,
    text: String,
    pub(crate) statements: Vec<Statement>,
}

/// A stored document: its text, which is parsed again.
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    kind: Kind,
    text: String,
}

impl From<Document> for Written {
    fn from(document: Document) -> Self {
        Self { kind: document.kind, text: document.text }
    }
}

impl TryFrom<Written> for Document {
    type Error = Malformed;

    fn try_from(written: Written) -> Result<Self, Malformed> {
        Self::parse(&written.text, written.kind)
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    pub(super) effect: Effect,
    /// Patterns of `Action`; of `NotAction` when `negated` is true.
    pub(super) actions: Vec<String>,
    pub(super) negated: bool,
    pub(super) resources: Vec<String>,
    pub(super) principals: Principals,
    pub(super) condition: Condition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// The two kinds of document require different keys in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Kind {
    Permission,
    Trust,
}

impl Document {
    /// Reads a permission policy: statements with resources and without principals.
    pub(crate) fn permission(text: &str) -> Result<Self, Malformed> {
        Self::parse(text, Kind::Permission)
    }

    /// Reads a trust policy: statements with principals and without resources.
    pub(crate) fn trust(text: &str) -> Result<Self, Malformed> {
        let document = Self::parse(text, Kind::Trust)?;
        document.statements.iter().try_for_each(|statement| statement.principals.check())?;
        Ok(document)
    }

    /// The text it was read from.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn parse(text: &str, kind: Kind) -> Result<Self, Malformed> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| Malformed::new(format!("the document is not JSON: {error}")))?;
        let Value::Object(document) = value else { return malformed("the document is not a JSON object") };
        if document.get("Version").and_then(Value::as_str) != Some("1") {
            return malformed("Version must be the text \"1\"");
        }
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
            Some(single @ Value::Object(_)) => vec![single],
            _ => return malformed("Statement must be a list of at least one statement"),
        };
        let statements = statements.into_iter().map(|value| statement(value, kind)).collect::<Result<_, _>>()?;
        Ok(Self { kind, text: text.to_owned(), statements })
    }
}

fn statement(value: &Value, kind: Kind) -> Result<Statement, Malformed> {
    let Value::Object(map) = value else { return malformed("a statement is not a JSON object") };
    let known = ["Effect", "Action", "NotAction", "Resource", "Principal", "Condition"];
    if let Some(odd) = map.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(Malformed::new(format!("a statement has the unknown key {odd}")));
    }
    let effect = match map.get("Effect").and_then(Value::as_str) {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => return malformed("Effect must be Allow or Deny"),
    };
    let (actions, negated) = match (map.get("Action"), map.get("NotAction")) {
        (Some(actions), None) => (texts(actions, "Action")?, false),
        (None, Some(actions)) => (texts(actions, "NotAction")?, true),
        _ => return malformed("a statement needs either Action or NotAction"),
    };
    let (resources, principals) = match (kind, map.get("Resource"), map.get("Principal")) {
        (Kind::Permission, Some(resources), None) => (texts(resources, "Resource")?, Principals::default()),
        (Kind::Permission, _, _) => return malformed("a permission statement needs Resource and no Principal"),
        (Kind::Trust, None, Some(who)) => (Vec::new(), Principals::parse(who)?),
        (Kind::Trust, _, _) => return malformed("a trust statement needs Principal and no Resource"),
    };
    let condition = Condition::parse(map.get("Condition"))?;
    Ok(Statement { effect, actions, negated, resources, principals, condition })
}
