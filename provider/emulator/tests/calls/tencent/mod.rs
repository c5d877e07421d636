//! The APIs of Tencent Cloud.

mod cam;
mod check;
mod client;
mod compare;
mod cross_account;
mod durable;
mod gateway;
mod lifecycle;
mod permissions;
mod purchase;
mod sts;
mod tags;
mod users;
mod vendor_shapes;
mod views;
