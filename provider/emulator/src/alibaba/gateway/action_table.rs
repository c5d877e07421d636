//! The table of actions: the parameters of each, and the types in its answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::nearest::nearest;

use super::parameters::Parameters;
use super::service::Service;

/// Parameters that the clients of Alibaba Cloud add to any call.
const OF_CLIENTS: [&str; 2] = ["RegionId", "AcceptLanguage"];

/// All actions by service and name.
pub(crate) struct ActionTable(BTreeMap<String, BTreeMap<String, ActionRow>>);

/// One action.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionRow {
    /// How a DTS answer writes `Success`.
    #[serde(default)]
    pub(crate) success: Wire,
    /// How a DTS answer writes `HttpStatusCode`.
    #[serde(default)]
    pub(crate) http_status_code: Wire,
    /// Whether an error has a separate `DynamicMessage`.
    #[serde(default)]
    pub(crate) dynamic_message: Wire,
    /// Parameters on which the emulator acts.
    #[serde(default)]
    honoured: Vec<String>,
    /// Parameters that exist, are kept with the request, and have no effect.
    #[serde(default)]
    recorded: Vec<String>,
    /// Parameters that exist, but that the documentation of the service says not to send.
    #[serde(default)]
    refused: Vec<String>,
}

/// How a field with a bool or a number is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Wire {
    /// As a JSON bool or number.
    #[default]
    Plain,
    /// As a text.
    Text,
    /// The field is absent.
    Absent,
}

/// A parameter that the action does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown {
    pub(crate) name: String,
    pub(crate) nearest: Option<String>,
}

impl ActionTable {
    /// The table. It is read once per process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static TABLE: LazyLock<ActionTable> = LazyLock::new(|| {
            ActionTable(toml::from_str(include_str!("../parameters.toml")).expect("the action table parses"))
        });
        &TABLE
    }

    pub(crate) fn row(&self, service: Service, action: &str) -> Option<&ActionRow> {
        self.0.get(service.name())?.get(action)
    }

    /// Every service and action.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(service, rows)| rows.keys().map(|action| (service.as_str(), action.as_str())))
    }

    /// The known action nearest to an unknown one.
    pub(crate) fn nearest(&self, service: Service, action: &str) -> Option<&str> {
        nearest(action, self.0.get(service.name())?.keys().map(String::as_str))
    }
}

impl ActionRow {
    /// A parameter of this call that is documented as not supported.
    pub(crate) fn refused<'a>(&self, parameters: &'a Parameters) -> Option<&'a str> {
        parameters.iter().map(|(name, _)| name).find(|name| self.refused.iter().any(|refused| refused == name))
    }

    #[cfg(test)]
    pub(crate) fn honoured(&self) -> &[String] {
        &self.honoured
    }

    #[cfg(test)]
    pub(crate) fn recorded(&self) -> &[String] {
        &self.recorded
    }

    #[cfg(test)]
    pub(crate) fn refused_names(&self) -> &[String] {
        &self.refused
    }

    /// Whether the action has a parameter.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let name = general(name);
        self.known().any(|known| known == name)
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.honoured.iter().chain(&self.recorded).chain(&self.refused).map(String::as_str)
    }

    /// The parameters of this call that the action does not have.
    pub(crate) fn unknown(&self, parameters: &Parameters) -> Vec<Unknown> {
        parameters
            .iter()
            .filter(|(name, _)| !self.knows(name) && !OF_CLIENTS.contains(name))
            .map(|(name, _)| Unknown { name: name.to_owned(), nearest: nearest(name, self.known()).map(str::to_owned) })
            .collect()
    }
}

/// `Tag.1.Key` → `Tag.N.Key`.
fn general(name: &str) -> String {
    let parts: Vec<&str> = name
        .split('.')
        .map(|part| if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) { "N" } else { part })
        .collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::{ActionTable, Unknown};
    use crate::alibaba::gateway::Parameters;
    use crate::alibaba::gateway::Service;

    #[test]
    fn unknown_parameters_are_found_with_the_nearest_known_one() {
        let table = ActionTable::builtin();
        let row = table.row(Service::Dts, "TagResources").unwrap();
        let good = Parameters::from_pairs([("RegionId", "r"), ("ResourceId.1", "a"), ("Tag.20.Key", "k")]);
        assert_eq!(row.unknown(&good), []);
        let bad = Parameters::from_pairs([("ResourceIds.1", "a")]);
        let expected = Unknown { name: "ResourceIds.1".to_owned(), nearest: Some("ResourceId.N".to_owned()) };
        assert_eq!(row.unknown(&bad), [expected]);
    }
}
