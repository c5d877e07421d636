//! Policy documents, as RAM stores them, and what they allow.

mod condition;
mod document;
mod evaluate;
mod trust;

pub(crate) use document::{Document, Malformed};
pub(crate) use evaluate::{Ask, Decision, decide};
pub(crate) use trust::{Actor, Claims, rewritten_for_owner, trust_decides};
