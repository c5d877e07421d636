//! Tencent Cloud: CAM 2019-01-16, STS 2018-08-13, Tag 2018-08-13 and DTS 2021-12-06, behind one gateway.
//!
//! | module | subject |
//! |---|---|
//! | `front`, `pending_call` | the steps of a request: it is read, authenticated, performed and answered |
//! | `cloud` | the state: the services |
//! | `routes` | the handler of each action |
//! | `sessions` | the sessions of assumed roles |
//! | `context` | the data of other services that the handlers of STS and DTS read |
//! | `gateway/` | the parts that all services share |
//! | `cam/`, `sts/`, `tag/`, `dts/` | the services |
//! | `vocabulary` | the words of a world file |
//! | `actions.toml` | per action: its parameters and their types |
//! | `not_emulated.toml` | the other actions of the cloud |
//! | `unconfirmed.toml` | what the emulator does where no source says what the cloud does |

mod cam;
mod cloud;
mod context;
mod dts;
mod front;
mod gateway;
mod ids;
mod pending_call;
mod routes;
mod sessions;
mod sts;
mod tag;
mod time;
mod unconfirmed;
mod vocabulary;

pub(crate) use cloud::Tencent;
pub(crate) use front::TencentFront;
pub(crate) use vocabulary::VOCABULARY;
