//! The calls of the protocol: decode, hand on, encode. What a call means is decided elsewhere.

mod answer;
mod convert;
mod data_source;
mod function;
mod metadata;
mod provider;
mod resource;
mod server;
mod service;

#[cfg(test)]
mod tests;

pub use server::Server;
