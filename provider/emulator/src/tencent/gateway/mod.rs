//! The parts that all services of the cloud share.
//!
//! | file | subject |
//! |---|---|
//! | `address`, `service` | the service, the action and the region of a request |
//! | `verify/` | signatures, clock tolerance, tokens |
//! | `body` | the parameters of a request, from a JSON body or a query |
//! | `action_table`, `types` | the served actions, and the types of their parameters |
//! | `not_emulated` | the other actions |
//! | `fields`, `call` | the parameters as handlers read them, and the call that handlers get |
//! | `subject` | the object of a call |
//! | `answer` | outcomes, and the bodies of answers |

mod action_table;
mod address;
mod answer;
mod body;
mod call;
mod fields;
mod not_emulated;
mod service;
pub(crate) mod subject;
mod types;
pub(crate) mod verify;

pub(crate) use action_table::{ActionTable, Strictness};
pub(crate) use address::{Address, REGIONS, is_host_of_cloud};
pub(crate) use answer::{Outcome, Refusal, fields, nothing, reply};
pub(crate) use body::read as read_body;
pub(crate) use call::Call;
pub(crate) use fields::Fields;
pub(crate) use not_emulated::NotEmulated;
pub(crate) use service::Service;
