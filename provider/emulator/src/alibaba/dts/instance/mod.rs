//! CreateDtsInstance and TransferInstanceClass.

mod purchase;
pub(crate) mod purchased_before_configure;

pub(crate) use purchase::{create_instance, transfer_class};
