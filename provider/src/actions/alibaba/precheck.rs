//! `dts_precheck`: runs the precheck of a task.

use std::collections::BTreeSet;

use async_trait::async_trait;
use tfplugin::{
    Model,
    model::{Attr, Set},
};

use super::{JobAction, Task};
use crate::{
    resources::{
        alibaba::operations,
        shared::{OperationError, Session},
    },
    rules::alibaba::ignorable_precheck,
};

/// Runs the precheck of a migration or synchronization task that was not purchased yet, and reports each failed item as an error. A job that has passed its precheck and was not changed since then is not checked again by DTS: the action then reports the last result. A purchased job is not checked, because DTS starts it after its precheck.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Precheck {
    /// Codes of items to skip when they fail.
    #[attr(optional, validate(ignorable_precheck()))]
    ignore: Attr<Set<String>>,
}

#[async_trait]
impl JobAction for Precheck {
    type Job = Task;
    const TYPE: &'static str = "dts_precheck";

    async fn run(&self, session: &Session<'_>, task_id: &str) -> Result<(), OperationError> {
        let ignore: BTreeSet<String> = self.ignore.get().into_iter().flat_map(Set::known).cloned().collect();
        operations::precheck(session, task_id, &ignore).await
    }
}
