//! Policy documents as RAM and CAM store them, and their evaluation.

mod condition;
mod document;
mod evaluate;
mod in_words;
mod language;
mod malformed;
mod principals;
mod trust;
mod wildcard;

pub(crate) use condition::Circumstances;
pub(crate) use document::Document;
pub(crate) use evaluate::{Ask, Decision, decide};
pub(crate) use in_words::sentences;
pub(crate) use malformed::{Element, Malformed};
pub(crate) use trust::{Actor, Claims, rewritten_for_owner, trust_decides};
