//! Alibaba Cloud: RAM 2015-05-01, STS 2015-04-01 and DTS 2020-01-01, behind one gateway.
//!
//! | module | subject |
//! |---|---|
//! | `front`, `pending_call` | the way of a request: read, authenticated, performed, answered |
//! | `cloud` | the state: the three services |
//! | `routes` | from an action to its handler |
//! | `options` | how the cloud behaves |
//! | `context` | what the handlers of STS and DTS read of other services |
//! | `gateway/` | what all services share |
//! | `ram/`, `sts/`, `dts/` | the services |
//! | `vocabulary` | the words of a world file |
//! | `parameters.toml` | per action: known parameters and the types of its answer |
//! | `not_emulated.toml` | the cloud's other actions |

mod cloud;
mod context;
pub(crate) mod dts;
mod front;
pub(crate) mod gateway;
mod ids;
mod options;
mod pending_call;
pub(crate) mod ram;
#[cfg(test)]
mod refused_calls;
mod routes;
pub(crate) mod sts;
#[cfg(any(test, fuzzing))]
mod trusted;
mod vocabulary;

pub(crate) use cloud::Alibaba;
pub(crate) use front::Front;
pub(crate) use options::AlibabaOptions;
pub use options::ReportMode;
#[cfg(any(test, fuzzing))]
pub(crate) use trusted::Trusted;
pub(crate) use vocabulary::VOCABULARY;
