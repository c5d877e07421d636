//! The calls of the protocol. This module decodes requests, passes them to the registered objects, and encodes the responses.

mod action;
mod convert;
mod data_source;
mod ephemeral;
mod function;
mod generate;
mod identity;
mod import;
mod list_resource;
mod metadata;
mod moves;
mod provider;
mod resource;
mod response;
mod server;
mod service;
mod stream;
mod upgrade;

#[cfg(test)]
mod tests;

pub use server::Server;
