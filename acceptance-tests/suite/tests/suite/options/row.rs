//! A row of the tables: one option, its values in sequence, and the request for each value.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// A value: the argument is not set.
pub(crate) const UNSET: &str = "(unset)";
/// A value: the block that contains the argument is not set.
pub(crate) const REMOVED: &str = "(removed)";

/// The call that the provider sends when the option changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// ConfigureDtsJob and the precheck, if the request differs.
    Configured,
    /// The same, although the request does not differ.
    Again,
    /// This action, with the expected request as its parameters.
    By(&'static str),
}

/// An option of a task.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Path in the schema; `*` is the key of a map.
    pub(crate) option: String,
    /// Arguments by path in the configuration, each with one value per step.
    settings: BTreeMap<String, Vec<String>>,
    /// The path in the configuration, if it differs from the path in the schema.
    place: Option<String>,
    /// Parameters, or keys inside their JSON as `Reserve/key`, each with one value per step; null: not sent.
    pub(crate) wire: Vec<(String, Vec<Json>)>,
    /// Computed attributes that change with the option.
    pub(crate) facts: Vec<&'static str>,
    pub(crate) sent: Sent,
}

/// An option of a task between two databases of the account of the task.
pub(crate) fn option(path: impl Into<String>) -> Row {
    let settings = [
        ("migration_types", r#"["schema", "full", "incremental"]"#),
        ("objects", "{ orders = { all = true } }"),
        ("source.engine", r#""mysql""#),
        ("source.access_method", r#""alibaba_cloud_instance""#),
        ("source.region", r#""cn-hangzhou""#),
        ("source.instance_id", r#""rm-first""#),
        ("source.username", r#""dts""#),
        ("source.password_wo", r#""first-password""#),
        ("source.password_wo_version", "1"),
        ("destination.engine", r#""mysql""#),
        ("destination.access_method", r#""alibaba_cloud_instance""#),
        ("destination.region", r#""cn-hangzhou""#),
        ("destination.instance_id", r#""rm-first""#),
        ("destination.username", r#""dts""#),
        ("destination.password_wo", r#""first-password""#),
        ("destination.password_wo_version", "1"),
    ];
    let settings = settings.into_iter().map(|(path, value)| (path.to_owned(), vec![value.to_owned()])).collect();
    let (wire, facts) = (Vec::new(), Vec::new());
    Row { option: path.into(), settings, place: None, wire, facts, sent: Sent::Configured }
}

impl Row {
    /// Its values, as HCL.
    pub(crate) fn values(self, values: &[&str]) -> Self {
        let place = self.place().to_owned();
        self.also(&place, values)
    }

    /// Its values, as strings.
    pub(crate) fn words(self, values: &[&str]) -> Self {
        let quoted = |word: &str| if [UNSET, REMOVED].contains(&word) { word.to_owned() } else { format!("{word:?}") };
        let quoted: Vec<String> = values.iter().map(|word| quoted(word)).collect();
        let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
        self.values(&quoted)
    }

    /// Its values as the values of another argument that contains it.
    pub(crate) fn inside(mut self, place: &str, values: &[&str]) -> Self {
        self.place = Some(place.to_owned());
        self.values(values)
    }

    /// Another argument that does not change.
    pub(crate) fn with(self, path: &str, value: &str) -> Self {
        self.also(path, &[value])
    }

    /// Another argument that changes with the option.
    pub(crate) fn also(mut self, path: &str, values: &[&str]) -> Self {
        self.settings.insert(path.to_owned(), values.iter().map(|value| (*value).to_owned()).collect());
        self
    }

    /// Replaces all arguments of an endpoint.
    pub(crate) fn end(mut self, block: &str, arguments: &[(&str, &str)]) -> Self {
        let prefix = format!("{block}.");
        self.settings.retain(|path, _| !path.starts_with(&prefix));
        arguments.iter().fold(self, |row, (name, value)| row.with(&format!("{prefix}{name}"), value))
    }

    /// The expected request, a list with one value per step; null: not sent.
    pub(crate) fn wire(mut self, place: impl Into<String>, values: Json) -> Self {
        let Json::Array(values) = values else { panic!("{} needs a list of values", self.option) };
        self.wire.push((place.into(), values));
        self
    }

    /// A computed attribute that changes with the option.
    pub(crate) fn fact(mut self, attribute: &'static str) -> Self {
        self.facts.push(attribute);
        self
    }

    /// Another way to send the option.
    pub(crate) fn sent(mut self, sent: Sent) -> Self {
        self.sent = sent;
        self
    }

    fn place(&self) -> &str {
        self.place.as_deref().unwrap_or(&self.option)
    }

    /// The arguments at a step, by path.
    pub(crate) fn at(&self, step: usize) -> BTreeMap<&str, &str> {
        let value = |values: &'_ Vec<String>| -> usize { step % values.len() };
        let all = self.settings.iter().map(|(path, values)| (path.as_str(), values[value(values)].as_str()));
        let block = self.place().rsplit_once('.').map(|(block, _)| format!("{block}."));
        let removed = self.settings.get(self.place()).is_some_and(|values| values[value(values)] == REMOVED);
        let gone = |path: &str| removed && block.as_ref().is_some_and(|block| path.starts_with(block));
        all.filter(|(path, value)| !gone(path) && ![UNSET, REMOVED].contains(value)).collect()
    }

    /// Whether the preview hides the values: the user's keys of `Reserve`, and the conditions that select rows.
    pub(crate) fn is_hidden(&self) -> bool {
        ["reserve", "etl"].contains(&self.option.as_str()) || self.option.ends_with(".filter")
    }

    /// Paths of the arguments that take more than one value.
    pub(crate) fn changing(&self) -> impl Iterator<Item = &str> {
        self.settings.iter().filter(|(_, values)| values.len() > 1).map(|(path, _)| path.as_str())
    }

    /// The expected request at a step.
    pub(crate) fn wire_at(&self, step: usize) -> BTreeMap<&str, &Json> {
        self.wire.iter().map(|(place, values)| (place.as_str(), &values[step % values.len()])).collect()
    }
}
