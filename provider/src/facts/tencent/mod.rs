//! The tables of `schemas/tencent/`, compiled into the binary. Each is parsed when it is first used.

mod access_types;
mod check_items;
mod engines;
mod instance_classes;
mod limits;
mod links;
#[allow(dead_code, reason = "the roles of a migration between accounts use it")]
mod policies;
mod regions;

pub(crate) use super::side::{Need, Side};
pub(crate) use access_types::{AccessType, CLOUD_DATABASE, access_type, access_type_words};
pub(crate) use check_items::{CheckFact, check_fact, step_ids};
pub(crate) use engines::{CrossAccount, Engine, engine, engine_words, engines_at};
pub(crate) use instance_classes::{instance_class, instance_classes};
pub(crate) use limits::limit;
pub(crate) use links::{destinations_of, link};
#[allow(unused_imports, reason = "the roles of a migration between accounts use it")]
pub(crate) use policies::policies_of;
pub(crate) use regions::{region, regions};
