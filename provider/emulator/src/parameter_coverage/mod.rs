//! Which parameters a handler asks for: what `parameters.toml` calls honoured is held against it. In tests only.

mod proof;
mod script;

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::alibaba::gateway::{Parameters, Service};

/// Names asked for while one call is handled.
#[derive(Debug, Default)]
struct Asked {
    /// Where the call's own parameters are in memory; a copy of them is somewhere else.
    call: usize,
    /// Of the call itself.
    own: BTreeSet<String>,
    /// Of anything else: copies, and what is kept of earlier calls.
    others: BTreeSet<String>,
}

thread_local! {
    static ASKED: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

fn address(parameters: &Parameters) -> usize {
    std::ptr::from_ref(parameters).addr()
}

/// Remembers that `name` was asked for.
pub(crate) fn note(parameters: &Parameters, name: &str) {
    ASKED.with_borrow_mut(|asked| {
        if let Some(asked) = asked {
            let own = asked.call == address(parameters);
            let names = if own { &mut asked.own } else { &mut asked.others };
            names.insert(name.to_owned());
        }
    });
}

/// What `work` asks of these parameters, and of others.
fn watch<T>(parameters: &Parameters, work: impl FnOnce() -> T) -> (T, Asked) {
    ASKED.set(Some(Asked { call: address(parameters), ..Asked::default() }));
    let result = work();
    (result, ASKED.take().unwrap_or_default())
}

fn service(name: &str) -> Service {
    [Service::Ram, Service::Sts, Service::Dts].into_iter().find(|service| service.name() == name).unwrap()
}
