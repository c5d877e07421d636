//! Copies MySQL and MariaDB databases from one server to another, and follows the changes of the source with its binary log.
//!
//! The crate knows neither Terraform nor a cloud. A [`plan::Plan`] says which objects of which server are migrated and how;
//! the servers are examined with
//! [`server::ServerFacts`], [`server::Grants`] and [`shape::read_tables`].

pub mod connect;
pub mod error;
pub mod plan;
pub mod quote;
pub mod server;
pub mod shape;

pub use error::{Error, Kind, Result};
