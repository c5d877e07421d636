//! The parameters that a handler reads. In tests only: `parameter_coverage` compares them with `parameters.toml`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::parameters::Parameters;

/// Names that were read while one call was handled.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// The memory address of the parameters of the call; a copy of them has another address.
    call: usize,
    /// Read from the call itself.
    pub(crate) own: BTreeSet<String>,
    /// Read from elsewhere: from copies, and from kept parameters of earlier calls.
    pub(crate) others: BTreeSet<String>,
}

thread_local! {
    static READS: RefCell<Option<Reads>> = const { RefCell::new(None) };
}

fn address(parameters: &Parameters) -> usize {
    std::ptr::from_ref(parameters).addr()
}

/// Records that `name` was read.
pub(super) fn note(parameters: &Parameters, name: &str) {
    READS.with_borrow_mut(|reads| {
        if let Some(reads) = reads {
            let own = reads.call == address(parameters);
            let names = if own { &mut reads.own } else { &mut reads.others };
            names.insert(name.to_owned());
        }
    });
}

/// Runs `work`; returns what it reads of these parameters, and of others.
pub(crate) fn watch<T>(parameters: &Parameters, work: impl FnOnce() -> T) -> (T, Reads) {
    READS.set(Some(Reads { call: address(parameters), ..Reads::default() }));
    let result = work();
    (result, READS.take().unwrap_or_default())
}
