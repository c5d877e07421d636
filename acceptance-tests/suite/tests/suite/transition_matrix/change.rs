//! One change of one argument.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::status::Preparation;
use super::synchronization::Direction;
use super::tencent;
use crate::options::render::body;
use crate::options::row::Row;
use crate::options::wire::Request;
use crate::support::evaluation::{Applied, evaluated};
use crate::support::hcl::Hcl;

/// Arguments by path, as HCL.
pub(super) type Settings = BTreeMap<String, String>;

/// A change: two configurations that differ in one argument, and in the arguments that it requires.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) resource: String,
    /// Path in the schema; `*` is the key of a map.
    pub(super) argument: String,
    /// The new value, if the argument has several changes.
    pub(super) to: Option<String>,
    configurations: Configurations,
    /// Another pair of configurations, for the time after data has moved.
    moved: Option<Configurations>,
    /// The change cannot be reverted: each change begins with a new object.
    pub(super) one_way: bool,
    /// The direction whose job has the status; none for a migration.
    pub(super) direction: Option<Direction>,
}

/// Both configurations, and the expected values of the argument in the request for each of them.
#[derive(Clone, Debug)]
pub(super) struct Configurations {
    settings: [Settings; 2],
    wire: [Request; 2],
}

impl Configurations {
    /// The first step of a row of the tables of options.
    pub(super) fn of(row: &Row) -> Self {
        let settings = |step| {
            let all = row.at(step).into_iter().map(|(path, value)| (path.to_owned(), value.to_owned()));
            // Every task needs a name.
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

/// Numbers and booleans as strings, which are accepted as well.
pub(super) fn plain(value: &Json) -> Json {
    match value {
        Json::Number(_) | Json::Bool(_) => Json::String(value.to_string()),
        other => other.clone(),
    }
}

impl Change {
    pub(super) fn new(resource: &str, argument: &str, settings: [Settings; 2]) -> Self {
        Self::between(resource, argument, Configurations { settings, wire: Default::default() })
    }

    fn between(resource: &str, argument: &str, configurations: Configurations) -> Self {
        let (resource, argument) = (resource.to_owned(), argument.to_owned());
        let (to, moved, direction) = (None, None, None);
        Self { resource, argument, to, configurations, moved, one_way: false, direction }
    }

    pub(super) fn of_row(row: &Row) -> Self {
        Self::between("dts_migration_task", &row.option, Configurations::of(row))
    }

    pub(super) fn one_way(mut self) -> Self {
        self.one_way = true;
        self
    }

    /// Names the value, and does not revert the change.
    pub(super) fn to(mut self, value: &str) -> Self {
        self.to = Some(value.to_owned());
        self.one_way()
    }

    /// Sets another pair of configurations for the time after data has moved.
    pub(super) fn moved(mut self, row: &Row) -> Self {
        self.moved = Some(Configurations::of(row));
        self
    }

    pub(super) fn name(&self) -> String {
        let to = self.to.as_ref().map(|to| format!(" = {to}")).unwrap_or_default();
        let direction = self.direction.map(|direction| format!(" ({})", direction.word())).unwrap_or_default();
        format!("{}.{}{to}{direction}", self.resource, self.argument)
    }

    /// The change of a job of another kind: its resource, and the settings that it has in place of these.
    pub(super) fn of_kind(
        mut self,
        resource: &str,
        direction: Direction,
        settings: impl Fn(Settings) -> Settings,
    ) -> Self {
        let all = self.moved.iter_mut().chain([&mut self.configurations]);
        for one in all.flat_map(|both| &mut both.settings) {
            *one = settings(std::mem::take(one));
        }
        self.resource = resource.to_owned();
        self.direction = Some(direction);
        self
    }

    fn configurations(&self, preparation: Preparation) -> &Configurations {
        self.moved.as_ref().filter(|_| preparation != Preparation::Configured).unwrap_or(&self.configurations)
    }

    /// The settings at a step, after a preparation of the job.
    pub(super) fn at(&self, preparation: Preparation, step: usize) -> Settings {
        self.configurations(preparation).settings[step].clone()
    }

    /// The expected values in the request at a step.
    pub(super) fn wire(&self, preparation: Preparation, step: usize) -> &Request {
        &self.configurations(preparation).wire[step]
    }
}

/// The arguments of a resource as JSON.
pub(super) fn arguments(resource: &str, settings: &Settings) -> Json {
    if tencent::is_tencent(resource) {
        return tencent::arguments(settings);
    }
    let text = format!("resource {resource:?} \"subject\" {{\n{}}}\n", body(settings, 1));
    evaluated(&Hcl::new(text), &Applied::new()).resources.remove(0).arguments
}
