//! Lists of the objects of an account: over the wire, which runs with every core, and with `terraform query`.

mod query;
mod wire;
