//! Alibaba Cloud: RAM 2015-05-01, STS 2015-04-01 and DTS 2020-01-01, behind one gateway.
//!
//! | module | subject |
//! |---|---|
//! | `front`, `pending_call` | the steps of a request: it is read, authenticated, performed and answered |
//! | `cloud` | the state: the three services |
//! | `routes` | the handler of each action |
//! | `options` | how the cloud behaves |
//! | `context` | the data of other services that the handlers of STS and DTS read |
//! | `gateway/` | the parts that all services share |
//! | `ram/`, `sts/`, `dts/` | the services |
//! | `vocabulary` | the words of a world file |
//! | `parameters.toml` | per action: known parameters and the types of its answer |
//! | `not_emulated.toml` | the other actions of the cloud |

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
pub use options::ReportMode;
pub(crate) use options::{AlibabaOptions, RealJobs};
#[cfg(any(test, fuzzing))]
pub(crate) use trusted::Trusted;
pub(crate) use vocabulary::VOCABULARY;

/// Why ConfigureDtsJob rejects these parameters, before it looks at accounts and databases. None if it does not. For tests that compare
/// other checks with it.
pub fn configure_refusal<'p>(parameters: impl IntoIterator<Item = (&'p str, &'p str)>) -> Option<String> {
    let mut given = gateway::Parameters::default();
    for (name, value) in parameters {
        given.set(name, value);
    }
    dts::configure_refusal(&given)
}
