//! Every option: its value in the request, a change of this option alone, and an empty plan after each apply.

mod changed;
pub(crate) mod coverage;
mod instance;
mod precheck;
mod provider;
pub(crate) mod render;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod walk;
pub(crate) mod wire;

use walk::walk;

#[tokio::test]
async fn what_is_migrated_and_how() {
    walk("options", &[rows::task(), rows::reserve(), rows::alerts(), rows::verification()].concat()).await;
}

#[tokio::test]
async fn between_which_databases() {
    let databases = [rows::endpoints("source"), rows::endpoints("destination"), rows::owners(), rows::objects()];
    walk("databases", &databases.concat()).await;
}
