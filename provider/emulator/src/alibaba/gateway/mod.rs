//! The parts that all services of the cloud share: the address and the signature of a request, the parameters of an
//! action, and the forms of answers.
//!
//! | file | subject |
//! |---|---|
//! | `address`, `service` | the service, the action and the signature scheme of a request |
//! | `verify/` | signatures, clock tolerance, session tokens |
//! | `parameters`, `call` | the parameters of a call, and the call that handlers receive |
//! | `subject` | the object of a call |
//! | `action_table`, `not_emulated` | the actions of the cloud, served and not |
//! | `answer`, `envelope` | outcomes, and the bodies of answers |

mod action_table;
mod address;
mod answer;
mod call;
pub(crate) mod envelope;
mod not_emulated;
mod parameters;
#[cfg(test)]
pub(crate) mod reads;
mod service;
pub(crate) mod subject;
pub(crate) mod verify;

pub(crate) use action_table::{ActionRow, ActionTable};
pub(crate) use address::{Address, Scheme};
pub(crate) use answer::{Fields, Outcome, Refusal, fields};
pub(crate) use call::Call;
pub(crate) use not_emulated::NotEmulated;
pub(crate) use parameters::Parameters;
pub(crate) use service::Service;
