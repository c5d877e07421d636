//! Facts about the clouds as data: one folder for each cloud, one file for each table of `schemas/`.

pub(crate) mod alibaba;
mod limits;
mod side;
mod table;
pub(crate) mod tencent;
