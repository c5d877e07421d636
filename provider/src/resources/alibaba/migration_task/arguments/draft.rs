//! The request while rows fill it, and the names of the parameters that are not known yet.

use std::collections::{BTreeMap, BTreeSet};

use alibaba::{Action, dts::ConfigureDtsJob};
use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Set};

use super::empty_request;
use crate::{
    facts::alibaba as facts,
    resources::alibaba::job::JobKind,
    resources::alibaba::migration_task::schema::{
        endpoint::{Endpoint, Side, known_endpoints},
        model::TaskModel,
    },
};

/// A request that is being filled.
pub(crate) struct Draft<'c> {
    request: ConfigureDtsJob,
    /// Names of the parameters that are known only after apply.
    unknown: BTreeSet<&'static str>,
    /// Keys of `Reserve`.
    reserve: JsonMap<String, Json>,
    /// Whether a key of `Reserve` is not known yet.
    reserve_unknown: bool,
    /// The configuration, which has the passwords.
    config: Option<&'c TaskModel>,
}

impl<'c> Draft<'c> {
    /// An empty request.
    pub(super) fn new(kind: &JobKind, config: Option<&'c TaskModel>) -> Self {
        Self {
            request: empty_request(kind),
            unknown: BTreeSet::new(),
            reserve: JsonMap::new(),
            reserve_unknown: false,
            config,
        }
    }

    /// Sets a parameter to a value that is known, and notes the name of one that is not.
    pub(super) fn parameter<T: Clone>(
        &mut self,
        name: &'static str,
        value: &Attr<T>,
        set: impl FnOnce(&mut ConfigureDtsJob, T),
    ) {
        match value {
            Attr::Known(value) => set(&mut self.request, value.clone()),
            Attr::Unknown => _ = self.unknown.insert(name),
            Attr::Null => {}
        }
    }

    /// A list as DTS takes it: separated by commas.
    pub(super) fn joined(
        &mut self,
        name: &'static str,
        value: &Attr<Set<String>>,
        set: impl FnOnce(&mut ConfigureDtsJob, String),
    ) {
        let joined = match value {
            Attr::Known(words) if words.has_unknown() => Attr::Unknown,
            words => words.clone().map(|words| words.known().map(String::as_str).collect::<Vec<_>>().join(",")),
        };
        self.parameter(name, &joined, set);
    }

    /// A key of `Reserve`. Its values are text.
    pub(super) fn reserve(&mut self, key: &str, value: &Attr<impl ToString>) {
        self.reserve_unknown |= value.is_unknown();
        if let Some(value) = value.get() {
            self.reserve.insert(key.to_owned(), Json::String(value.to_string()));
        }
    }

    /// A key of `Reserve` that holds an object.
    pub(super) fn reserve_object(&mut self, key: &str, value: Attr<JsonMap<String, Json>>) {
        self.reserve_unknown |= value.is_unknown();
        if let Some(object) = value.into_option().filter(|object| !object.is_empty()) {
            self.reserve.insert(key.to_owned(), Json::Object(object));
        }
    }

    /// The keys that a word of an option sets (`schemas/alibaba/option_values.toml`).
    pub(super) fn option(&mut self, argument: &str, value: &Attr<String>) {
        self.reserve_unknown |= value.is_unknown();
        for (key, wire) in value.as_str().map(|value| facts::option(argument, value)).unwrap_or_default() {
            self.reserve.insert((*key).to_owned(), Json::String((*wire).to_owned()));
        }
    }

    /// An endpoint as it is configured.
    pub(super) fn configured(&self, side: Side) -> Option<&'c Endpoint> {
        known_endpoints(self.config?).find(|(one, _)| *one == side).map(|(_, end)| end)
    }

    /// The keys of `Reserve`.
    pub(super) fn into_reserve(self) -> JsonMap<String, Json> {
        self.reserve
    }

    /// The request, from a task in which everything is known.
    pub(crate) fn into_request(self) -> ConfigureDtsJob {
        let reserve = (!self.reserve_unknown).then(|| Json::Object(self.reserve).to_string());
        ConfigureDtsJob { reserve, ..self.request }
    }

    /// The parameters by name. A parameter whose value is not known yet is unknown.
    pub(crate) fn into_parameters(self) -> BTreeMap<String, Attr<String>> {
        let mut unknown = self.unknown.clone();
        if self.reserve_unknown {
            unknown.insert("Reserve");
        }
        let request = self.into_request();
        let mut all: BTreeMap<String, Attr<String>> = request
            .parameters()
            .iter()
            .map(|parameter| (parameter.name.clone(), Attr::Known(parameter.value.clone())))
            .collect();
        all.extend(unknown.into_iter().map(|name| (name.to_owned(), Attr::Unknown)));
        all
    }
}
