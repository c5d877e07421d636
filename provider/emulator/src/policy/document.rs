//! Parsing of policy documents: permission policies and trust policies.

use serde_json::{Map, Value};

use super::condition::Condition;
use super::language::{Language, Words};
use super::malformed::{Element, Malformed, texts};
use super::principals::Principals;

/// A parsed policy document.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub(crate) struct Document {
    kind: Kind,
    language: Language,
    text: String,
    pub(crate) statements: Vec<Statement>,
}

/// A stored document: its text, which is parsed again.
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    kind: Kind,
    #[serde(default)]
    language: Language,
    text: String,
}

impl From<Document> for Written {
    fn from(document: Document) -> Self {
        Self { kind: document.kind, language: document.language, text: document.text }
    }
}

impl TryFrom<Written> for Document {
    type Error = Malformed;

    fn try_from(written: Written) -> Result<Self, Malformed> {
        Self::parse(&written.text, written.kind, written.language)
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    pub(super) effect: Effect,
    pub(super) form: ResourceForm,
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

/// How resources are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResourceForm {
    /// `acs:service:region:account:resource`.
    Acs,
    /// `qcs::service:region:account:resource`.
    Qcs,
}

/// The two kinds of document require different keys in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Kind {
    Permission,
    Trust,
}

impl Document {
    /// Reads a permission policy of RAM: statements with resources and without principals.
    pub(crate) fn permission(text: &str) -> Result<Self, Malformed> {
        Self::parse(text, Kind::Permission, Language::Ram)
    }

    /// Reads a trust policy of RAM: statements with principals and without resources.
    pub(crate) fn trust(text: &str) -> Result<Self, Malformed> {
        Self::checked_trust(text, Language::Ram)
    }

    /// Reads a permission policy of CAM that an account has created.
    pub(crate) fn cam_permission(text: &str, owner: &str) -> Result<Self, Malformed> {
        Self::parse(text, Kind::Permission, Language::Cam { owner: owner.to_owned() })
    }

    /// Reads a trust policy of CAM that an account has created.
    pub(crate) fn cam_trust(text: &str, owner: &str) -> Result<Self, Malformed> {
        Self::checked_trust(text, Language::Cam { owner: owner.to_owned() })
    }

    /// The text it was read from.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn language(&self) -> &Language {
        &self.language
    }

    fn checked_trust(text: &str, language: Language) -> Result<Self, Malformed> {
        let document = Self::parse(text, Kind::Trust, language)?;
        let check = |statement: &Statement| statement.principals.check(&document.language);
        document.statements.iter().try_for_each(check).map_err(|error| error.about(Element::Principal))?;
        Ok(document)
    }

    fn parse(text: &str, kind: Kind, language: Language) -> Result<Self, Malformed> {
        let words = language.words();
        let value: Value =
            serde_json::from_str(text).map_err(|error| Malformed::new(format!("the document is not JSON: {error}")))?;
        let Value::Object(document) = value else { return Err(Malformed::new("the document is not a JSON object")) };
        if document.get(words.version).and_then(Value::as_str) != Some(words.version_value) {
            let what = format!("{} must be the text \"{}\"", words.version, words.version_value);
            return Err(Malformed::new(what).about(Element::Version));
        }
        let statements = match document.get(words.statement) {
            Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
            Some(single @ Value::Object(_)) => vec![single],
            _ => {
                let what = format!("{} must be a list of at least one statement", words.statement);
                return Err(Malformed::new(what).about(Element::Statement));
            }
        };
        let statements =
            statements.into_iter().map(|value| statement(value, kind, &language)).collect::<Result<_, _>>()?;
        Ok(Self { kind, text: text.to_owned(), statements, language })
    }
}

fn statement(value: &Value, kind: Kind, language: &Language) -> Result<Statement, Malformed> {
    let words = language.words();
    let Value::Object(map) = value else {
        return wrong(Element::Statement, "a statement is not a JSON object".to_owned());
    };
    if let Some(odd) = map.keys().find(|key| !words.has_key(key)) {
        return wrong(Element::Statement, format!("a statement has the unknown key {odd}"));
    }
    let effect = match map.get(words.effect).and_then(Value::as_str) {
        Some(effect) if effect == words.allow => Effect::Allow,
        Some(effect) if effect == words.deny => Effect::Deny,
        _ => return wrong(Element::Effect, format!("{} must be {} or {}", words.effect, words.allow, words.deny)),
    };
    let (actions, negated) = actions(map, words)?;
    let (resources, principals) = scope(map, kind, language)?;
    let condition = Condition::parse(map.get(words.condition), language);
    let condition = condition.map_err(|error| error.about(Element::Condition))?;
    let actions = actions.into_iter().map(|action| language.plain_action(action)).collect();
    let resources = resources.into_iter().map(|resource| language.complete_resource(resource)).collect();
    let form = if *language == Language::Ram { ResourceForm::Acs } else { ResourceForm::Qcs };
    Ok(Statement { effect, form, actions, negated, resources, principals, condition })
}

fn wrong<T>(element: Element, what: String) -> Result<T, Malformed> {
    Err(Malformed::new(what).about(element))
}

/// The actions, and whether they are the ones that the statement is not about.
fn actions(map: &Map<String, Value>, words: &Words) -> Result<(Vec<String>, bool), Malformed> {
    let negated = words.not_action.and_then(|key| map.get(key));
    let (found, key) = match (map.get(words.action), negated) {
        (Some(actions), None) => (actions, words.action),
        (None, Some(actions)) => (actions, words.not_action.unwrap_or_default()),
        _ => {
            let or = words.not_action.map(|other| format!(" or {other}")).unwrap_or_default();
            let either = if or.is_empty() { "" } else { "either " };
            return wrong(Element::NoAction, format!("a statement needs {either}{}{or}", words.action));
        }
    };
    let actions = texts(found, key).map_err(|error| error.about(Element::Action))?;
    Ok((actions, negated.is_some()))
}

/// The resources of a permission, or the principals of a trust.
fn scope(map: &Map<String, Value>, kind: Kind, language: &Language) -> Result<(Vec<String>, Principals), Malformed> {
    let words = language.words();
    let (resource, principal) = (words.resource, words.principal);
    match (kind, map.get(resource), map.get(principal)) {
        (Kind::Permission, Some(resources), None) => {
            let resources = texts(resources, resource).map_err(|error| error.about(Element::Resource))?;
            Ok((resources, Principals::default()))
        }
        (Kind::Permission, resources, _) => {
            let element = if resources.is_none() { Element::Resource } else { Element::Principal };
            wrong(element, format!("a permission statement needs {resource} and no {principal}"))
        }
        (Kind::Trust, None, Some(who)) => {
            let principals = Principals::parse(who, language).map_err(|error| error.about(Element::Principal))?;
            Ok((Vec::new(), principals))
        }
        (Kind::Trust, resources, _) => {
            let element = if resources.is_none() { Element::Principal } else { Element::Resource };
            wrong(element, format!("a trust statement needs {principal} and no {resource}"))
        }
    }
}
