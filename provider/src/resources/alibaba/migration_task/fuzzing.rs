//! What DTS answers about a task, read into state, written and read again.

use alibaba::dts::JobDetail;
use tfplugin::{
    model::{Attr, Content as _},
    validate::Validator as _,
};

use crate::resources::alibaba::job::objects::to_wire;
use crate::resources::alibaba::migration_task::{read::state::state_of, request, schema::model::TaskModel};
use crate::rules::alibaba::{db_list_json, normal_objects, same_objects};

/// `DbList`, as the user writes it in `objects_json` and as DTS answers it.
pub fn objects(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let _ = db_list_json().check(&text.into());
    let normal = normal_objects(text);
    assert_eq!(normal_objects(&normal), normal, "the one form of {text}");
    assert!(serde_json::from_str::<serde_json::Value>(text).is_err() || same_objects(&text.into(), &normal.into()));
    let detail = |db_object: &str| JobDetail { db_object: db_object.to_owned(), ..JobDetail::default() };
    let read = refreshed(&detail(text));
    let Attr::Known(selection) = &read.objects else { return };
    let written = to_wire(selection.databases());
    assert!(written.is_some(), "what DTS answers is known: {read:?}");
    let written = written.unwrap_or_default();
    assert_eq!(normal_objects(&written), written, "the one form of what is sent");
    assert_same(&state_of(&detail(&written), read.clone()), &read, &written);
}

/// `Reserve`, to which DTS adds many keys.
pub fn reserve(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let detail = |reserved: &str| JobDetail { reserved: reserved.to_owned(), ..JobDetail::default() };
    let read = refreshed(&detail(text));
    let written = request::parameters(&read).remove("Reserve").and_then(Attr::into_option);
    assert!(written.is_some(), "what DTS answers is known: {read:?}");
    let written = written.unwrap_or_default();
    assert_same(&state_of(&detail(&written), read.clone()), &read, &written);
}

/// The state after a refresh; a second one finds no drift.
fn refreshed(job: &JobDetail) -> TaskModel {
    let read = state_of(job, TaskModel::default());
    assert_same(&state_of(job, read.clone()), &read, "the same answer");
    read
}

fn assert_same(again: &TaskModel, before: &TaskModel, by: &str) {
    assert_eq!(again.write(), before.write(), "another state by {by}");
}
