//! The calls of the protocol: decode, hand on, encode. What a call means is decided elsewhere.

mod convert;
mod data_source;
mod ephemeral;
mod function;
mod identity;
mod import;
mod metadata;
mod provider;
mod resource;
mod response;
mod server;
mod service;
mod upgrade;

#[cfg(test)]
mod tests;

pub use server::Server;
