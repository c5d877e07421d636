//! Facts about the clouds as data: one folder for each cloud, one file for each table of `schemas/`.

pub(crate) mod alibaba;
mod table;
pub(crate) mod tencent;
