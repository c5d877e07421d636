//! The resources of Tencent Cloud.

mod instance;
