//! What the last search for credentials found.

use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::warn;

/// The result of a search for credentials, which are not obtained yet.
pub trait FoundAt: PartialEq {
    /// Where they come from, for messages.
    fn origin(&self) -> &str;
}

/// The result of a search, compared with that of the search before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// There was no search before.
    First,
    /// The same.
    Same,
    /// The place has other credentials now.
    Changed,
}

/// The result of the last search. A later search reads the files again, because other tools replace the keys in them. It never
/// changes the place: with a broken file, or another current profile, the result of the search before stays.
#[derive(Debug)]
pub struct LastFound<F>(Mutex<Option<Arc<F>>>);

impl<F> Default for LastFound<F> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<F: FoundAt> LastFound<F> {
    /// The result that was kept.
    pub fn get(&self) -> Option<Arc<F>> {
        // Only replaced as a complete value: a poisoned lock may be used.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a result.
    pub fn keep(&self, found: &Arc<F>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(found));
    }

    /// What to use after another search, compared with what was kept when it began. It is not kept yet.
    ///
    /// # Errors
    /// That of the search, if it is the first one.
    pub async fn compare<E: Display>(&self, search: impl Future<Output = Result<F, E>>) -> Result<(Arc<F>, Search), E> {
        let before = self.get();
        Ok(match (search.await, before) {
            (Ok(found), None) => (Arc::new(found), Search::First),
            (Ok(found), Some(before)) if found == *before => (before, Search::Same),
            (Ok(found), Some(before)) if found.origin() == before.origin() => (Arc::new(found), Search::Changed),
            (Ok(_), Some(before)) => (before, Search::Same),
            (Err(error), Some(before)) => {
                warn!(%error, "the credentials could not be searched again");
                (before, Search::Same)
            }
            (Err(error), None) => return Err(error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Key(&'static str, &'static str);

    impl FoundAt for Key {
        fn origin(&self) -> &str {
            self.0
        }
    }

    #[tokio::test]
    async fn a_later_search_may_change_the_keys_and_not_the_place() {
        let last = LastFound::default();
        let compare = async |found: Result<Key, &'static str>| {
            last.compare(async { found }).await.map(|(found, search)| (found.1, search))
        };
        assert_eq!(compare(Err("broken")).await, Err("broken"));
        assert_eq!(compare(Ok(Key("file", "one"))).await, Ok(("one", Search::First)));
        last.keep(&Arc::new(Key("file", "one")));
        assert_eq!(compare(Ok(Key("file", "one"))).await, Ok(("one", Search::Same)));
        assert_eq!(compare(Ok(Key("file", "two"))).await, Ok(("two", Search::Changed)));
        assert_eq!(compare(Ok(Key("variable", "two"))).await, Ok(("one", Search::Same)));
        assert_eq!(compare(Err("broken")).await, Ok(("one", Search::Same)));
    }

    #[tokio::test]
    async fn a_search_is_compared_with_what_was_kept_when_it_began() {
        let last = LastFound::default();
        last.keep(&Arc::new(Key("file", "one")));
        let search = async {
            last.keep(&Arc::new(Key("file", "two")));
            Ok::<_, &str>(Key("file", "two"))
        };
        assert_eq!(last.compare(search).await.unwrap().1, Search::Changed);
    }
}
