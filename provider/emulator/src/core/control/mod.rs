//! The control API under `/_control/`, with which tests read and change the emulator. It is plain JSON without
//! signatures; other machines need a token.
//!
//! | call | what it does |
//! |---|---|
//! | `GET state` | accounts with roles, jobs and instances |
//! | `GET requests` | every call so far, secrets masked |
//! | `POST reset` | reset the emulator to the world at the start; faults and the log are cleared, too |
//! | `POST jobs/{id}` | force a status, a phase, an error text or precheck items of a job |
//! | `POST faults` | let matching calls fail, wait or lose their answer; `DELETE faults` removes the rules |
//! | `GET held` | the calls that are held by a fault; `DELETE held` releases them |
//! | `POST clock` | move the emulator's clock ahead, so that sessions expire; give the server's clock a skew |

mod routes;
mod state;

pub(crate) use routes::router;
#[cfg(any(test, fuzzing))]
pub(crate) use state::state;
