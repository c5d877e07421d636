//! The objects that one client has created, according to the responses and according to the emulator's state.

use std::collections::{BTreeMap, BTreeSet};

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::Value as Json;

pub(crate) type Texts = BTreeMap<String, String>;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Role {
    pub(crate) description: String,
    pub(crate) policies: BTreeSet<String>,
    pub(crate) tags: Texts,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Job {
    /// Settings of module 03.
    pub(crate) settings: Texts,
    pub(crate) bought: bool,
    pub(crate) tags: Texts,
}

/// Objects by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) roles: BTreeMap<String, Role>,
    pub(crate) policies: BTreeSet<String>,
    pub(crate) jobs: BTreeMap<String, Job>,
}

impl Model {
    pub(crate) fn objects(&self) -> usize {
        self.roles.len() + self.policies.len() + self.jobs.len()
    }

    /// The objects in the emulator's state whose names begin with the prefix, and the ids of the jobs.
    pub(crate) fn read(state: &Json, prefix: &str) -> (Self, Texts) {
        let own = |value: &Json| value.as_str().is_some_and(|name| name.starts_with(prefix));
        let (roles, jobs) = (account(state, SOURCE_OWNER.account), account(state, DESTINATION_OWNER.account));
        let mut model = Self::default();
        let mut ids = Texts::new();
        for role in list(&roles["roles"]).iter().filter(|role| own(&role["name"])) {
            let policies = list(&role["policies"]).iter().map(|policy| text(&policy["name"])).collect();
            let read = Role { description: text(&role["description"]), policies, tags: texts(&role["tags"]) };
            model.roles.insert(text(&role["name"]), read);
        }
        model.policies = list(&roles["policies"]).iter().filter(|name| own(name)).map(text).collect();
        for job in list(&jobs["jobs"]).iter().filter(|job| own(&job["name"])) {
            let settings = list(&job["module_settings"]).iter();
            let settings = settings.map(|setting| (text(&setting["name"]), text(&setting["value"]))).collect();
            let instance = list(&jobs["instances"]).iter().find(|instance| instance["job_id"] == job["id"]);
            let tags = instance.map(|instance| texts(&instance["tags"])).unwrap_or_default();
            let name = text(&job["name"]);
            let twice = ids.insert(name.clone(), text(&job["id"]));
            assert_eq!(twice, None, "the job {name} is there twice");
            model.jobs.insert(name, Job { settings, bought: instance.is_some(), tags });
        }
        (model, ids)
    }
}

fn account<'a>(state: &'a Json, id: &str) -> &'a Json {
    list(&state["accounts"]).iter().find(|account| account["id"] == id).expect("the account is in the state")
}

fn list(value: &Json) -> &[Json] {
    value.as_array().expect("a list")
}

fn text(value: &Json) -> String {
    value.as_str().expect("a text").to_owned()
}

fn texts(value: &Json) -> Texts {
    value.as_object().expect("an object").iter().map(|(key, value)| (key.clone(), text(value))).collect()
}
