//! `dts_ram_role_trust`.

mod adoption;
mod changes;
