//! Policy documents as RAM stores them, and their evaluation.

mod condition;
mod document;
mod evaluate;
mod malformed;
mod principals;
mod trust;
mod wildcard;

pub(crate) use condition::Circumstances;
pub(crate) use document::Document;
pub(crate) use evaluate::{Ask, Decision, decide};
pub(crate) use malformed::Malformed;
pub(crate) use trust::{Actor, Claims, rewritten_for_owner, trust_decides};
