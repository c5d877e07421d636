//! One change of one argument.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::status::Preparation;
use crate::options::render::body;
use crate::options::row::Row;
use crate::options::wire::Request;
use crate::support::evaluation::{Applied, evaluated};
use crate::support::hcl::Hcl;

/// Arguments by path, as HCL.
pub(super) type Settings = BTreeMap<String, String>;

/// A change: two configurations that differ in an argument, and in what it needs beside it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) resource: String,
    /// Path in the schema; `*` stands for a key of a map.
    pub(super) argument: String,
    /// The value it changes to, where the argument has several changes.
    pub(super) to: Option<String>,
    ends: Ends,
    /// Others after data has moved.
    moved: Option<Ends>,
    /// There is no way back: each change begins with a new object.
    pub(super) one_way: bool,
}

/// Both configurations, and what the job has of the argument on the wire with each.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    settings: [Settings; 2],
    wire: [Request; 2],
}

impl Ends {
    /// The first step of a row of the tables of options.
    pub(super) fn of(row: &Row) -> Self {
        let settings = |step| {
            let all = row.at(step).into_iter().map(|(path, value)| (path.to_owned(), value.to_owned()));
            // A name every task needs.
            [("name".to_owned(), "\"subject\"".to_owned())].into_iter().chain(all).collect()
        };
        let (before, after) = (row.wire_at(0), row.wire_at(1));
        let of = |wire: &BTreeMap<&str, &Json>| -> Request {
            let differing = before.keys().filter(|place| before.get(**place) != after.get(**place));
            let value = |place: &str| wire.get(place).map_or(Json::Null, |value| plain(value));
            differing.map(|place| ((*place).to_owned(), value(place))).collect()
        };
        Self { settings: [0, 1].map(settings), wire: [of(&before), of(&after)] }
    }
}

/// Numbers and booleans as the texts they may just as well be.
pub(super) fn plain(value: &Json) -> Json {
    match value {
        Json::Number(_) | Json::Bool(_) => Json::String(value.to_string()),
        other => other.clone(),
    }
}

impl Change {
    pub(super) fn new(resource: &str, argument: &str, settings: [Settings; 2]) -> Self {
        Self::between(resource, argument, Ends { settings, wire: Default::default() })
    }

    fn between(resource: &str, argument: &str, ends: Ends) -> Self {
        let (resource, argument) = (resource.to_owned(), argument.to_owned());
        Self { resource, argument, to: None, ends, moved: None, one_way: false }
    }

    pub(super) fn of_row(row: &Row) -> Self {
        Self::between("dts_migration_task", &row.option, Ends::of(row))
    }

    pub(super) fn one_way(mut self) -> Self {
        self.one_way = true;
        self
    }

    /// Names the value, and does not go back.
    pub(super) fn to(mut self, value: &str) -> Self {
        self.to = Some(value.to_owned());
        self.one_way()
    }

    /// Another pair once data has moved.
    pub(super) fn moved(mut self, row: &Row) -> Self {
        self.moved = Some(Ends::of(row));
        self
    }

    pub(super) fn name(&self) -> String {
        let to = self.to.as_ref().map(|to| format!(" = {to}")).unwrap_or_default();
        format!("{}.{}{to}", self.resource, self.argument)
    }

    fn ends(&self, preparation: Preparation) -> &Ends {
        self.moved.as_ref().filter(|_| preparation != Preparation::Configured).unwrap_or(&self.ends)
    }

    /// The settings at a step, in a part of the job's life.
    pub(super) fn at(&self, preparation: Preparation, step: usize) -> Settings {
        self.ends(preparation).settings[step].clone()
    }

    /// What the job is to have on the wire at a step.
    pub(super) fn wire(&self, preparation: Preparation, step: usize) -> &Request {
        &self.ends(preparation).wire[step]
    }
}

/// The arguments of a resource as JSON.
pub(super) fn arguments(resource: &str, settings: &Settings) -> Json {
    let text = format!("resource {resource:?} \"subject\" {{\n{}}}\n", body(settings, 1));
    evaluated(&Hcl::new(text), &Applied::new()).resources.remove(0).arguments
}
