use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use super::*;
use crate::testing::ManualClock;

#[derive(Debug, PartialEq)]
struct Key(usize, Timestamp);

impl Expiring for Key {
    fn expires(&self) -> Option<Timestamp> {
        Some(self.1)
    }
}

/// Gives keys that are valid for an hour, as long as it has some left; each answer takes a second.
struct Source {
    clock: Arc<ManualClock>,
    left: AtomicUsize,
    requests: AtomicUsize,
}

impl ProvideCredentials for Source {
    type Credentials = Key;

    async fn provide(&self, ctx: &CallContext) -> Result<Key, Error> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::select! {
            () = ctx.cancel.cancelled() => Err(Error::Cancelled { call: "provide".to_owned(), in_flight: false }),
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                let taken = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
                let end = self.clock.now() + SignedDuration::from_hours(1);
                taken.map(|_| Key(number, end)).map_err(|_| Error::Client { reason: "no key".to_owned() })
            }
        }
    }
}

fn source(left: usize) -> (Arc<CredentialCache<Key>>, Arc<Source>) {
    let clock = ManualClock::at("2024-06-01T08:00:00Z");
    let source = Source { clock: Arc::clone(&clock), left: left.into(), requests: 0.into() };
    (Arc::new(CredentialCache::new(clock)), Arc::new(source))
}

/// Ten calls at the same time: their results and the longest time one took.
async fn ten(cache: &Arc<CredentialCache<Key>>, source: &Arc<Source>) -> (Vec<Option<usize>>, Duration) {
    let started = Instant::now();
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let (cache, source) = (Arc::clone(cache), Arc::clone(source));
            tokio::spawn(async move { cache.get(source.as_ref(), &CallContext::default()).await.ok().map(|key| key.0) })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    (results, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn the_first_calls_share_one_request_to_the_source() {
    let (cache, source) = source(1);
    let (results, took) = ten(&cache, &source).await;
    assert_eq!(results, [Some(1); 10]);
    assert_eq!((took, source.requests.load(Ordering::SeqCst)), (Duration::from_secs(1), 1));
}

#[tokio::test(start_paused = true)]
async fn valid_credentials_are_used_while_one_caller_renews_them() {
    let (cache, source) = source(2);
    ten(&cache, &source).await;
    source.clock.advance(SignedDuration::from_mins(56));
    let (results, took) = ten(&cache, &source).await;
    assert_eq!(results.iter().filter(|key| **key == Some(1)).count(), 9, "{results:?}");
    assert_eq!((took, source.requests.load(Ordering::SeqCst)), (Duration::from_secs(1), 2));
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_of_valid_credentials_is_not_repeated_immediately() {
    let (cache, source) = source(1);
    ten(&cache, &source).await;
    source.clock.advance(SignedDuration::from_mins(56));
    for wait in [0, 29] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        assert_eq!(ten(&cache, &source).await.0, [Some(1); 10]);
        assert_eq!(source.requests.load(Ordering::SeqCst), 2);
    }
    tokio::time::advance(Duration::from_secs(2)).await;
    ten(&cache, &source).await;
    assert_eq!(source.requests.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn all_that_wait_for_a_failed_renewal_of_expired_credentials_get_its_error() {
    let (cache, source) = source(0);
    let (results, took) = ten(&cache, &source).await;
    assert_eq!(results, [None; 10]);
    assert_eq!((took, source.requests.load(Ordering::SeqCst)), (Duration::from_secs(1), 1));
    ten(&cache, &source).await;
    assert_eq!(source.requests.load(Ordering::SeqCst), 2, "a later call tries again");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_renewal_is_not_the_error_of_the_others() {
    let (cache, source) = source(1);
    let ctx = CallContext::default();
    let (first, second, ()) = tokio::join!(
        cache.get(source.as_ref(), &ctx),
        async {
            tokio::task::yield_now().await;
            cache.get(source.as_ref(), &CallContext::default()).await
        },
        async {
            tokio::task::yield_now().await;
            ctx.cancel.cancel();
        }
    );
    assert!(first.unwrap_err().is_cancelled());
    assert_eq!(second.unwrap().0, 2);
}

#[tokio::test(start_paused = true)]
async fn rejected_credentials_are_dropped_unless_they_have_been_replaced() {
    let (cache, source) = source(2);
    let ctx = CallContext::default();
    let get = || cache.get(source.as_ref(), &ctx);
    let first = get().await.unwrap();
    cache.invalidate(&first);
    let second = get().await.unwrap();
    assert_eq!(second.0, 2);
    cache.invalidate(&first);
    assert_eq!(cache.current(), Some(second));
}
