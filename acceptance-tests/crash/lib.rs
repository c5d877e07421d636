//! The tests are in `tests/`: `kill_matrix`, `soak` and `crash`.
