//! `dts_migration_task`.

mod adoption;
mod changes_before_purchase;
mod changes_while_running;
mod cross_account_access;
mod destroy_again;
mod job_types;
mod lost_answers;
mod not_yet_visible;
mod password_rotation;
mod precheck;
mod restart;
mod without_reference;
