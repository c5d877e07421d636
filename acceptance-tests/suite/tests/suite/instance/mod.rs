//! `dts_migration_instance`.

mod adoption;
mod changed_outside;
mod changes;
mod guards;
mod released;
mod statuses;
mod waits;
