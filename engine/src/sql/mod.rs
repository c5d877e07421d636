//! Reads as much of SQL as is needed: words and names, and which tables a DDL statement changes.

mod ddl;
mod token;

pub(crate) use ddl::{Named, Statement, Verb};
pub(crate) use token::{Token, TokenKind, tokens};
