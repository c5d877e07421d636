//! CreateDtsInstance, TransferInstanceClass, and the calls on the two directions of an instance.

pub(crate) mod describe;
mod order;
mod purchase;
pub(crate) mod purchased_before_configure;
pub(crate) mod two_way;

pub(crate) use purchase::{create_instance, transfer_class};
