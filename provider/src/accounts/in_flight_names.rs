//! The objects that resources of this provider block hold, and locks on the names of objects that are being created. Both keep
//! two resources of one configuration from managing the same cloud object.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use tokio::sync::OwnedMutexGuard;

use super::lock::lock;

/// IDs of the objects of one kind (jobs, or roles) that resources hold, as far as this process has seen them, and one lock for
/// each name in use by a create.
#[derive(Debug, Default)]
pub(crate) struct InFlightNames {
    held: Mutex<BTreeSet<String>>,
    adopted: Mutex<BTreeSet<String>>,
    released: Mutex<BTreeSet<String>>,
    deleting: Mutex<BTreeSet<String>>,
    locks: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl InFlightNames {
    /// Records that a resource holds the object with this ID.
    pub(crate) fn hold(&self, id: &str) {
        lock(&self.held).insert(id.to_owned());
        lock(&self.released).remove(id);
    }

    /// Records that a resource has released the object. No resource holds it any more.
    pub(crate) fn release(&self, id: &str) {
        lock(&self.held).remove(id);
        lock(&self.released).insert(id.to_owned());
    }

    /// Records that the delete of a resource releases the object, until the guard is dropped.
    pub(crate) fn begin_delete(&self, id: &str) -> Deleting<'_> {
        lock(&self.deleting).insert(id.to_owned());
        Deleting { names: self, id: id.to_owned() }
    }

    /// Whether the delete of a resource is releasing the object.
    pub(crate) fn is_being_deleted(&self, id: &str) -> bool {
        lock(&self.deleting).contains(id)
    }

    /// Whether a resource of this run has released the object.
    pub(crate) fn was_released(&self, id: &str) -> bool {
        lock(&self.released).contains(id)
    }

    /// Records that a new resource holds an existing object, which its create found.
    pub(crate) fn hold_adopted(&self, id: &str) {
        self.hold(id);
        lock(&self.adopted).insert(id.to_owned());
    }

    /// Whether a new resource adopted the object. A delete of it then comes from the resource that is being replaced.
    pub(crate) fn is_adopted(&self, id: &str) -> bool {
        lock(&self.adopted).contains(id)
    }

    /// Whether a resource holds the object.
    pub(crate) fn holds(&self, id: &str) -> bool {
        lock(&self.held).contains(id)
    }

    /// Locks a name until the guard is dropped. Creates that look for, and create, an object of the same name run one after
    /// another: the next one starts when the object of the previous one is held.
    pub(crate) async fn lock_name(&self, name: &str) -> OwnedMutexGuard<()> {
        let name_lock = Arc::clone(lock(&self.locks).entry(name.to_owned()).or_default());
        name_lock.lock_owned().await
    }
}

/// A delete that has not ended.
#[derive(Debug)]
pub(crate) struct Deleting<'a> {
    names: &'a InFlightNames,
    id: String,
}

impl Drop for Deleting<'_> {
    fn drop(&mut self) {
        lock(&self.names.deleting).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn held_objects_are_known_and_adopted_ones_are_marked() {
        let in_flight = InFlightNames::default();
        assert!(!in_flight.holds("a"));
        in_flight.hold("a");
        in_flight.hold_adopted("b");
        assert!(in_flight.holds("a") && in_flight.holds("b") && !in_flight.holds("c"));
        assert!(in_flight.is_adopted("b") && !in_flight.is_adopted("a"));
        assert!(!in_flight.was_released("a"));
        in_flight.release("a");
        assert!(!in_flight.holds("a") && in_flight.was_released("a") && !in_flight.was_released("b"));
        in_flight.hold("a");
        assert!(!in_flight.was_released("a"), "it was found again");
    }

    #[test]
    fn a_delete_ends_with_its_guard() {
        let in_flight = InFlightNames::default();
        let deleting = in_flight.begin_delete("a");
        assert!(in_flight.is_being_deleted("a") && !in_flight.is_being_deleted("b"));
        drop(deleting);
        assert!(!in_flight.is_being_deleted("a"));
    }

    #[tokio::test]
    async fn creates_of_one_name_wait_for_each_other_and_those_of_another_name_do_not() {
        let in_flight = InFlightNames::default();
        let first = in_flight.lock_name("orders").await;
        let waits = tokio::time::timeout(Duration::from_millis(20), in_flight.lock_name("orders")).await;
        assert!(waits.is_err());
        drop(in_flight.lock_name("users").await);
        drop(first);
        drop(in_flight.lock_name("orders").await);
    }
}
