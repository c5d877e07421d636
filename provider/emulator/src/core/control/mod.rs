//! The control API under `/_control/`: what tests look at and pull on. It speaks plain JSON, unsigned; the server
//! listens on loopback only.
//!
//! | call | what it does |
//! |---|---|
//! | `GET state` | accounts with roles, jobs and instances |
//! | `GET requests` | every call so far, secrets masked |
//! | `POST reset` | back to the world as it was at the start; faults and the log are cleared too |
//! | `POST jobs/{id}` | force a status, a phase, an error text or precheck items of a job |
//! | `POST faults` | let calls that match fail, hang or lose their answer; `DELETE faults` ends that |
//! | `GET held` | the calls that are held by a fault; `DELETE held` lets them go |
//! | `POST clock` | move the emulator's clock ahead, so that sessions expire; give the server's clock a skew |

mod routes;
mod state;

pub(crate) use routes::router;
#[cfg(any(test, fuzzing))]
pub(crate) use state::state;
