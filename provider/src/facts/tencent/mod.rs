//! The tables of `schemas/tencent/`, compiled into the binary. Each is parsed when it is first used.

#![allow(dead_code, unused_imports, reason = "the resources of migrations use all tables")]

mod access_types;
mod check_items;
mod engines;
mod instance_classes;
mod limits;
mod policies;
mod regions;

pub(crate) use super::side::{Need, Side};
pub(crate) use access_types::{AccessType, CLOUD_DATABASE, access_type, access_type_words};
pub(crate) use check_items::{CheckFact, check_fact};
pub(crate) use engines::{CrossAccount, Engine, engine, engine_words, engines_at};
pub(crate) use instance_classes::{InstanceClass, instance_class, instance_classes};
pub(crate) use limits::limit;
pub(crate) use policies::{Policy, policies_of};
pub(crate) use regions::{region, regions};
