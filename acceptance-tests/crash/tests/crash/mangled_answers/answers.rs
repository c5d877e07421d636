//! The mangled answers, and how each of them becomes a fault for an action.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::mangled_answers::scenario::Scenario;

const ANSWERS: &str = include_str!("answers.toml");

/// A mangled answer: its name, and the fields of the fault kind `answer`.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) name: String,
    fault: Json,
}

/// Where the answer of an action names its object; see `actions.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    others: Vec<String>,
    part: Option<String>,
    list: Option<String>,
}

/// The actions, and the texts with a dollar sign that are the same for all of them.
#[derive(Debug)]
pub(crate) struct Substitution {
    actions: BTreeMap<String, Places>,
    request_id: &'static str,
    values: BTreeMap<String, String>,
}

/// All answers of a cloud.
pub(crate) fn all(scenario: &Scenario) -> Vec<Answer> {
    let sections = |text| -> BTreeMap<String, BTreeMap<String, String>> { toml::from_str(text).unwrap() };
    let answers =
        [sections(ANSWERS), sections(scenario.envelope)].into_iter().flat_map(BTreeMap::into_values).flatten();
    answers.map(|(name, fault)| Answer { fault: serde_json::from_str(&fault).unwrap(), name }).collect()
}

impl Substitution {
    /// With the IDs of the other objects.
    pub(crate) fn new(scenario: &Scenario, values: BTreeMap<String, String>) -> Self {
        Self { actions: toml::from_str(scenario.actions).unwrap(), request_id: scenario.request_id, values }
    }

    /// The answer as it is for an action.
    pub(crate) fn fault_for(&self, answer: &Answer, action: &str) -> Json {
        let places = self.actions.get(action).unwrap_or_else(|| panic!("actions.toml has no {action}"));
        self.replaced(&answer.fault, places)
    }

    fn replaced(&self, value: &Json, places: &Places) -> Json {
        match value {
            Json::String(text) => json!(self.text(text, places)),
            Json::Array(elements) => elements.iter().map(|element| self.replaced(element, places)).collect(),
            Json::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (self.text(name, places), self.replaced(value, places)));
                Json::Object(fields.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, places: &Places) -> String {
        let Some(name) = text.strip_prefix('$') else { return text.to_owned() };
        let default = self.request_id.to_owned();
        let nth = |list: &[String], number: &str| {
            let index: usize = number.parse().unwrap();
            list.get(index - 1).or(list.last()).unwrap_or(&default).clone()
        };
        match name {
            "request_id" => default,
            "part" => places.part.clone().unwrap_or_else(|| nth(&places.fields, "1")),
            "list" => places.list.clone().unwrap_or_else(|| nth(&places.fields, "1")),
            _ => match name.strip_prefix("other") {
                Some(number) => {
                    let value = nth(&places.others, number);
                    value.strip_prefix('$').map_or(value.clone(), |name| self.values[name].clone())
                }
                None => nth(&places.fields, name),
            },
        }
    }
}

#[test]
fn a_field_of_another_object_is_replaced_for_each_action() {
    use crate::mangled_answers::alibaba::ALIBABA;

    let substitution = Substitution::new(&ALIBABA, [("other_job_id".to_owned(), "x".to_owned())].into());
    let answer =
        Answer { name: String::new(), fault: json!({"set": {"$1": "$other1"}, "remove": ["$list"], "pad": 1}) };
    let fault = substitution.fault_for(&answer, "DescribeDtsJobs");
    assert_eq!(fault, json!({"set": {"DtsJobList.0.DtsJobId": "x"}, "remove": ["DtsJobList"], "pad": 1}));
    let fault = substitution.fault_for(&answer, "StartDtsJob");
    assert_eq!(fault, json!({"set": {"RequestId": "RequestId"}, "remove": ["RequestId"], "pad": 1}));
}
