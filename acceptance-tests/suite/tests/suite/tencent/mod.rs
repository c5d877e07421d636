//! The resources of Tencent Cloud.

mod data_sources;
mod instance;
mod task;
