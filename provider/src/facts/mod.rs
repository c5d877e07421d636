//! The tables of `schemas/` the provider reads, compiled in.

mod precheck_items;

pub(crate) use precheck_items::{PrecheckFact, ignorable_codes, precheck_fact};
