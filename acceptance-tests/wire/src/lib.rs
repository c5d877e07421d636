//! The provider over the wire: a process of it, configured for an account of an emulator, and the objects it manages.
//!
//! What Terraform does between the calls is done here as well, so that a plan is what a user's plan would be: the
//! configuration is completed by the schema, and what the core proposes is made of configuration and prior state.
//!
//! | module | subject |
//! |---|---|
//! | `provider` | the process and its calls |
//! | `action` | actions: checked, planned and invoked |
//! | `object` | one managed object: plan, apply, refresh, import |
//! | `proposed` | what the core proposes |
//! | `schema` | types of schemas |
//! | `values` | configurations from JSON |
//! | `subject` | everything that has a configuration |
//! | `reported` | diagnostics |

mod action;
mod error;
mod object;
mod proposed;
mod provider;
mod reported;
mod schema;
mod subject;
mod values;

pub use action::{Invocation, Running};
pub use error::WireError;
pub use object::{Object, Plan};
pub use provider::Provider;
pub use reported::Reported;
pub use subject::{Subject, configuration};
pub use values::KNOWN_LATER;
