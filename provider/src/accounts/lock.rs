//! Locks of collections that are consistent at any time.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a collection. It is consistent at any time, so a panic of another thread that held the lock does no harm.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
