//! `provider/<cloud>/actions/*.toml`: what the client has of an action.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;
use serde::Deserialize;

use super::clouds::Cloud;
use super::names::snake_case;
use crate::repository;

/// The selection of one service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Selection {
    /// Types that are written by hand, with their paths.
    #[serde(default)]
    pub(super) types: BTreeMap<String, String>,
    #[serde(rename = "action")]
    pub(super) actions: Vec<Action>,
    #[serde(rename = "answer")]
    pub(super) answers: Vec<Answer>,
    /// Structs inside requests, which answers may contain too.
    #[serde(rename = "object", default)]
    pub(super) objects: Vec<Answer>,
}

impl Selection {
    /// All structs but the requests.
    pub(super) fn structs(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().chain(&self.objects)
    }
}

/// One action.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    pub(super) name: String,
    /// File of the request struct, without its ending.
    pub(super) module: String,
    pub(super) doc: String,
    pub(super) safety: Safety,
    /// Another safety for requests in which one of these parameters is set.
    pub(super) safety_when_set: Option<SafetyWhenSet>,
    /// Name of the answer struct.
    pub(super) answer: String,
    #[serde(default)]
    pub(super) parameters: Vec<Field>,
    /// What a success must have to be the answer.
    #[serde(default)]
    pub(super) requires: Requires,
}

/// What a success must have. Fields are dotted paths; `|` separates alternatives.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Requires {
    /// Fields that must be there, and not be empty.
    pub(super) fields: Vec<String>,
    /// Fields that must be texts which are not blank.
    pub(super) texts: Vec<String>,
    /// Fields, and those whose text they must contain.
    pub(super) contains: BTreeMap<String, String>,
    /// Parameters, and the fields that must repeat their values.
    pub(super) same: BTreeMap<String, String>,
    /// As `same`, for fields that may be absent.
    pub(super) same_if_present: BTreeMap<String, String>,
    /// A list, and the fields that each of its elements must have.
    pub(super) each: Option<Each>,
}

/// The fields of each element of a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Each {
    pub(super) list: String,
    pub(super) fields: Vec<String>,
}

/// The safety of requests in which a parameter is set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SafetyWhenSet {
    pub(super) safety: Safety,
    pub(super) parameters: Vec<String>,
}

/// As `cloud_core::Safety`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Safety {
    Read,
    Idempotent,
    Transition,
    Create,
}

/// One answer struct, or a struct inside one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) name: String,
    /// File of the struct, without its ending.
    pub(super) module: String,
    pub(super) doc: String,
    #[serde(default)]
    pub(super) fields: Vec<Field>,
}

/// One parameter of a request or one field of an answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) wire: String,
    /// Name of the Rust field, where it is not the wire name in snake case.
    name: Option<String>,
    /// Rust type, where the SDK's type is not the right one; for a nested object the name of its struct.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    /// Whether a parameter is always sent.
    #[serde(default)]
    pub(super) required: bool,
    /// Whether the value of a parameter must not be shown.
    #[serde(default)]
    pub(super) secret: bool,
    /// Whether the value of a parameter must not appear in logs.
    #[serde(default)]
    pub(super) hidden: bool,
    pub(super) doc: String,
}

impl Field {
    pub(super) fn rust_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| snake_case(&self.wire))
    }
}

/// Reads the selection of a service.
pub(super) fn read(cloud: &Cloud, service: &str) -> anyhow::Result<Selection> {
    let path = repository::root().join(cloud.selection(service));
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))
}
