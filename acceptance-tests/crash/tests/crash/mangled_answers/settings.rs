//! How much of the table runs.

/// A complete table of one cloud takes about ten minutes on two processor cores, and a test run has one for each cloud. A share that has no factor in common with the number of the calls
/// takes other calls for each answer.
const SHARE: usize = 23;

/// Of how many lives one runs: `MANGLED_ANSWERS_SHARE`.
pub(crate) fn share() -> usize {
    setting("MANGLED_ANSWERS_SHARE").map_or(SHARE, |text| text.parse().expect("MANGLED_ANSWERS_SHARE is a number"))
}

/// The name of the only answer that is sent, in place of all: `MANGLED_ANSWERS_ONLY`.
pub(crate) fn only() -> Option<String> {
    setting("MANGLED_ANSWERS_ONLY")
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
