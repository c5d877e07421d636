//! The tables of `schemas/tencent/`, compiled into the binary. Each is parsed when it is first used.

mod regions;

pub(crate) use regions::{region, regions};
