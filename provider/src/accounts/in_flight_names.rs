//! Which jobs the resources of this configuration hold, so that no job comes into two hands.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::OwnedMutexGuard;

/// Ids of jobs that some resource holds, as far as this process has seen them.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    held: Mutex<BTreeSet<String>>,
    adopted: Mutex<BTreeSet<String>>,
    turns: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Claims {
    /// Claims a job for a resource.
    pub(crate) fn claim(&self, id: &str) {
        lock(&self.held).insert(id.to_owned());
    }

    /// Claims a job that was found for a new resource.
    pub(crate) fn adopt(&self, id: &str) {
        self.claim(id);
        lock(&self.adopted).insert(id.to_owned());
    }

    /// Whether a new resource has taken over the job. The resource it was made for is the one that is replaced, if any.
    pub(crate) fn is_adopted(&self, id: &str) -> bool {
        lock(&self.adopted).contains(id)
    }

    /// Whether a resource holds the job.
    pub(crate) fn holds(&self, id: &str) -> bool {
        lock(&self.held).contains(id)
    }

    /// The turn of one of the creates that look for, and make, a job of this name: they go one after another, until the job of
    /// the one before is claimed.
    pub(crate) async fn turn(&self, name: &str) -> OwnedMutexGuard<()> {
        let turn = Arc::clone(lock(&self.turns).entry(name.to_owned()).or_default());
        turn.lock_owned().await
    }
}

/// What is behind the lock is whole at any time: a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_claimed_job_is_held_and_an_adopted_one_is_known_as_such() {
        let claims = Claims::default();
        assert!(!claims.holds("a"));
        claims.claim("a");
        claims.adopt("b");
        assert!(claims.holds("a") && claims.holds("b") && !claims.holds("c"));
        assert!(claims.is_adopted("b") && !claims.is_adopted("a"));
    }

    #[tokio::test]
    async fn creates_of_one_name_take_turns_and_those_of_another_do_not_wait() {
        let claims = Claims::default();
        let first = claims.turn("orders").await;
        let waits = tokio::time::timeout(Duration::from_millis(20), claims.turn("orders")).await;
        assert!(waits.is_err());
        drop(claims.turn("users").await);
        drop(first);
        drop(claims.turn("orders").await);
    }
}
