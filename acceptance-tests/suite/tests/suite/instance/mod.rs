//! `dts_migration_instance`.

mod adoption;
mod changes;
mod guards;
mod released;
mod statuses;
mod waits;
