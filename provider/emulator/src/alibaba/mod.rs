//! Alibaba Cloud: RAM, STS and DTS, behind one gateway.

pub(crate) mod dts;
pub(crate) mod gateway;
pub(crate) mod ids;
pub(crate) mod ram;
pub(crate) mod sts;
