//! Answers that are not those of the API, to each call of an apply, a refresh and a destroy.

mod alibaba;
mod answers;
mod calls;
mod cloud;
mod run;
mod scenario;
mod settings;
mod table;
mod tencent;
mod with_terraform;
mod worker;
