//! The tests are in `tests/suite`; their data is in the folders beside this file.
