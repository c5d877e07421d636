//! Trust policy documents compared by meaning. The clouds have the same documents with other names of the elements.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// The names that a cloud has for the elements of a document.
#[derive(Debug)]
pub(crate) struct Syntax {
    /// The list of statements.
    pub(crate) statement: &'static str,
    /// The actions of a statement.
    pub(crate) action: &'static str,
    /// A beginning of actions that makes no difference.
    pub(crate) action_prefix: &'static str,
    /// The principals of a statement.
    pub(crate) principal: &'static str,
    /// The condition of a statement.
    pub(crate) condition: &'static str,
}

/// One action for one principal: the smallest part of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Permission {
    pub(crate) action: String,
    /// The kind of the principal, such as `RAM` or `qcs`.
    pub(crate) kind: String,
    pub(crate) principal: String,
    /// All else that the statement has, with sorted keys: its effect, a condition, keys that are not documented.
    pub(crate) rest: String,
}

impl Syntax {
    /// Whether two documents mean the same: they grant and deny the same to the same principals. Order, one-element lists, an empty
    /// condition and the division into statements do not matter.
    pub(crate) fn same_meaning(&self, a: &str, b: &str) -> bool {
        match (serde_json::from_str::<Json>(a), serde_json::from_str::<Json>(b)) {
            (Ok(a), Ok(b)) => self.meaning(&a) == self.meaning(&b),
            _ => a == b,
        }
    }

    /// The statements for which this is true, as JSON.
    pub(crate) fn statements_with(&self, document: &str, is_wanted: impl Fn(&Json) -> bool) -> Vec<String> {
        let Ok(json) = serde_json::from_str::<Json>(document) else { return Vec::new() };
        as_list(&json[self.statement]).filter(|statement| is_wanted(statement)).map(Json::to_string).collect()
    }

    /// The permissions of a document, and the rest of it.
    fn meaning(&self, document: &Json) -> (BTreeSet<Permission>, Json) {
        let permissions =
            as_list(&document[self.statement]).flat_map(|statement| self.permissions(statement)).collect();
        let mut rest = document.clone();
        if let Json::Object(keys) = &mut rest {
            keys.remove(self.statement);
        }
        (permissions, rest)
    }

    /// The permissions of a statement.
    pub(crate) fn permissions(&self, statement: &Json) -> Vec<Permission> {
        let mut rest = statement.clone();
        if let Json::Object(keys) = &mut rest {
            keys.remove(self.action);
            keys.remove(self.principal);
            if keys.get(self.condition).is_some_and(is_empty) {
                keys.remove(self.condition);
            }
        }
        let rest = sorted(&rest).to_string();
        let actions = texts(&statement[self.action]);
        let principals: Vec<(String, String)> = match &statement[self.principal] {
            Json::Object(kinds) => kinds
                .iter()
                .flat_map(|(kind, named)| texts(named).into_iter().map(|principal| (kind.clone(), principal)))
                .collect(),
            other => texts(other).into_iter().map(|principal| (String::new(), principal)).collect(),
        };
        let of_action = |action: &String| -> Vec<Permission> {
            let action = action.strip_prefix(self.action_prefix).unwrap_or(action);
            let permission = |(kind, principal): &(String, String)| Permission {
                action: action.to_owned(),
                kind: kind.clone(),
                principal: principal.clone(),
                rest: rest.clone(),
            };
            principals.iter().map(permission).collect()
        };
        actions.iter().flat_map(of_action).collect()
    }
}

/// The document with sorted keys, for display and state.
pub(crate) fn canonical(document: &str) -> String {
    serde_json::from_str::<Json>(document).map_or_else(|_| document.to_owned(), |json| json.to_string())
}

/// The elements of a list, or the only element; nothing for null.
pub(crate) fn as_list(json: &Json) -> Box<dyn Iterator<Item = &Json> + '_> {
    match json {
        Json::Array(items) => Box::new(items.iter()),
        Json::Null => Box::new(std::iter::empty()),
        one => Box::new(std::iter::once(one)),
    }
}

fn is_empty(condition: &Json) -> bool {
    condition.is_null() || condition.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The elements of a list, or the only element. An absent one counts as an element, so that its statement is not lost.
fn texts(json: &Json) -> Vec<String> {
    let text = |item: &Json| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    match json {
        Json::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

/// A lone text is a list of one, and lists are sorted.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(items) => items.iter().map(|(key, item)| (key.clone(), sorted(item))).collect(),
        Json::String(_) => Json::Array(vec![json.clone()]),
        Json::Array(items) => {
            let mut items: Vec<Json> =
                items.iter().map(|item| if item.is_string() { item.clone() } else { sorted(item) }).collect();
            items.sort_by_cached_key(Json::to_string);
            Json::Array(items)
        }
        other => other.clone(),
    }
}
