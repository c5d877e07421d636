//! The actions. Over the wire they run with every core; `with_terraform` needs one that has actions.

mod alibaba;
mod every_action;
mod interrupted;
mod mangled;
mod switch_direction;
mod tencent;
mod with_terraform;

use acceptance_wire::{Invocation, Provider, Reported};
use serde_json::Value as Json;

use crate::support::case::Case;

/// Invokes an action, which must succeed with exactly these mutating calls.
async fn succeeds(case: &Case, provider: &Provider, action: &str, arguments: &Json, calls: &[&str]) -> Invocation {
    let mark = case.mark().await;
    let invoked = provider.invoke(action, arguments).await.unwrap();
    assert!(invoked.succeeded(), "{action}: {:#?}", invoked.reported);
    assert!(!invoked.progress.is_empty(), "{action} shows how it ended");
    assert_eq!(case.mutations_since(mark).await, calls, "{action}");
    invoked
}

/// Invokes an action, which must be refused without a change. Returns the error.
async fn refused(case: &Case, provider: &Provider, action: &str, arguments: &Json, summary: &str) -> Reported {
    let mark = case.mark().await;
    let mut invoked = provider.invoke(action, arguments).await.unwrap();
    assert_eq!(invoked.reported.len(), 1, "{action}: {:#?}", invoked.reported);
    let error = invoked.reported.remove(0);
    assert_eq!((error.error, error.summary.as_str()), (true, summary), "{action}: {error:#?}");
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new(), "{action}");
    error
}
