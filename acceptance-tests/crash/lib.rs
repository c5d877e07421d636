//! The tests are in `tests/crash`.
