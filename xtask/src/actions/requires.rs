//! What a success of an action must have, as a Rust expression.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::facts::element;
use super::selection::{Action, Requires};

/// The `requires` clause of a request; empty if the answer needs only the ID of the request. Each name must be one of the action.
pub(super) fn clause(action: &Action, answer: &Value) -> anyhow::Result<String> {
    let Requires { fields, texts, contains, same, same_if_present, each } = &action.requires;
    let mut calls = String::new();
    let compared = contains.iter().flat_map(|(field, part)| [field, part]);
    let repeated = same.values().chain(same_if_present.values());
    let complete = texts.iter().chain(compared).chain(repeated).map(String::as_str);
    for field in fields.iter().flat_map(|field| field.split('|')).chain(complete) {
        at(answer, field)?;
    }
    if !texts.is_empty() {
        write!(calls, ".texts(&{texts:?})")?;
    }
    for parameter in same.keys().chain(same_if_present.keys()) {
        let is_sent = action.parameters.iter().any(|field| field.wire == *parameter);
        ensure!(is_sent, "the client does not send {parameter}");
    }
    if !contains.is_empty() {
        write!(calls, ".contains(&{})", pairs(contains))?;
    }
    if !same.is_empty() {
        write!(calls, ".same(&{})", pairs(same))?;
    }
    if !same_if_present.is_empty() {
        write!(calls, ".same_if_present(&{})", pairs(same_if_present))?;
    }
    if let Some(each) = each {
        let elements = element(at(answer, &each.list)?);
        each.fields.iter().try_for_each(|field| at(elements, field).map(|_| ()))?;
        write!(calls, ".each({:?}, &{:?})", each.list, each.fields)?;
    }
    if fields.is_empty() && calls.is_empty() {
        return Ok(String::new());
    }
    Ok(format!("    requires Requirements::fields(&{fields:?}){calls}\n"))
}

/// The fact about a field, by its dotted path.
fn at<'a>(answer: &'a Value, path: &str) -> anyhow::Result<&'a Value> {
    let step = |fact: &'a Value, name: &str| match fact {
        // An element, by its number: all elements of a list have the same type.
        Value::Array(elements) if name.parse::<usize>().is_ok() => elements.first(),
        _ => fact.get(name),
    };
    path.split('.').try_fold(answer, step).with_context(|| format!("the SDK has no {path}"))
}

fn pairs(pairs: &BTreeMap<String, String>) -> String {
    format!("{:?}", pairs.iter().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn action(requires: &str) -> Action {
        toml::from_str(&format!(
            "name = 'X'\nmodule = 'm'\ndoc = 'd'\nsafety = 'read'\nanswer = 'A'\n\
             parameters = [{{ wire = 'Id', doc = 'd' }}]\nrequires = {requires}"
        ))
        .unwrap()
    }

    #[test]
    fn a_row_becomes_an_expression() {
        let answer = json!({"Id": "string", "Role": {"Name": "string"}, "Jobs": [{"Id": "string"}]});
        let row = "{ fields = ['Jobs|Id'], texts = ['Id'], contains = { 'Role.Name' = 'Id' }, same = { Id = 'Id' }, \
                   each = { list = 'Jobs', fields = ['Id'] } }";
        let expected = "    requires Requirements::fields(&[\"Jobs|Id\"]).texts(&[\"Id\"]).contains(&[(\"Role.Name\", \"Id\")])\
                        .same(&[(\"Id\", \"Id\")]).each(\"Jobs\", &[\"Id\"])\n";
        assert_eq!(clause(&action(row), &answer).unwrap(), expected);
        assert_eq!(clause(&action("{}"), &answer).unwrap(), "");
        let answer = json!({"Ids": ["string"]});
        let expected = "    requires Requirements::fields(&[]).texts(&[\"Ids.0\"])\n";
        assert_eq!(clause(&action("{ texts = ['Ids.0'] }"), &answer).unwrap(), expected);
    }

    #[test]
    fn a_row_names_only_what_the_action_has() {
        let answer = json!({"Id": "string", "Jobs": [{"Id": "string"}]});
        for (row, error) in [
            ("{ fields = ['Id|Other'] }", "the SDK has no Other"),
            ("{ texts = ['Other'] }", "the SDK has no Other"),
            ("{ texts = ['Id.0'] }", "the SDK has no Id.0"),
            ("{ contains = { Id = 'Other' } }", "the SDK has no Other"),
            ("{ same = { Other = 'Id' } }", "the client does not send Other"),
            ("{ same_if_present = { Id = 'Other' } }", "the SDK has no Other"),
            ("{ each = { list = 'Jobs', fields = ['Other'] } }", "the SDK has no Other"),
        ] {
            assert_eq!(clause(&action(row), &answer).unwrap_err().to_string(), error);
        }
    }
}
