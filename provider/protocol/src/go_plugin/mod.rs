//! The services that a go-plugin host calls on every plugin: controller, broker, standard streams, health.
//!
//! They do not depend on Terraform. Streams without data end when the `closing` token is cancelled ([`Health`]: when it is
//! closed), so that a graceful shutdown of the server does not wait for them.

mod broker;
mod controller;
mod health;
mod stdio;

pub use broker::Broker;
pub use controller::Controller;
pub use health::Health;
pub use stdio::Stdio;

#[cfg(test)]
mod tests;
