//! Keeps calls below the documented rates by spacing them.

mod shared;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use self::shared::SharedSlots;
use crate::service::Service;

/// The next free instant of each limited action. A client has one; clients of the same account can share it, in one process or
/// in several ([`RateLimiter::shared_in`]).
///
/// ```
/// use cloud_core::{RateLimiter, Service};
///
/// static QUEUES: Service =
///     Service { key: "queues", name: "Queues", version: "1", endpoint_variable: "QUEUES_ENDPOINT" };
///
/// let limiter = RateLimiter::default();
/// let first = limiter.reserve(&QUEUES, "ListQueues", Some(40));
/// let second = limiter.reserve(&QUEUES, "ListQueues", Some(40));
/// assert!(second - first > std::time::Duration::from_millis(25));
/// ```
#[derive(Debug, Default)]
pub struct RateLimiter {
    next: Mutex<HashMap<(&'static str, &'static str), Instant>>,
    shared: Option<SharedSlots>,
}

impl RateLimiter {
    /// A limiter that shares its rates with the limiters of other processes that use the same folder. The folder is created at
    /// the first limited call. If that is not possible, the limiter is one of this process only.
    pub fn shared_in(folder: PathBuf) -> Self {
        Self { shared: Some(SharedSlots::new(folder)), ..Self::default() }
    }

    /// Takes the next free instant of an action with a number of calls per second: now, or a time to wait for.
    pub fn reserve(&self, service: &'static Service, action: &'static str, per_second: Option<u32>) -> Instant {
        let now = Instant::now();
        let Some(per_second) = per_second.filter(|rate| *rate > 0) else {
            return now;
        };
        // The map is complete even if a holder panicked: a poisoned lock may be used.
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let own = next.get(&(service.key, action)).copied().unwrap_or(now).max(now);
        let interval = interval(per_second);
        let shared = self.shared.as_ref().and_then(|shared| shared.reserve(service, action, interval));
        let free = shared.map_or(own, |wait| own.max(now + wait));
        next.insert((service.key, action), free + interval);
        free
    }
}

/// Between two calls. It is 5 % longer than the rate requires: a call that is delayed on its way comes closer to the next one
/// than it was sent, and the service counts when calls arrive.
fn interval(per_second: u32) -> Duration {
    Duration::from_secs(1) / per_second * 21 / 20
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::QUEUES;

    #[tokio::test(start_paused = true)]
    async fn limited_calls_are_spaced_and_others_are_not() {
        let limiter = RateLimiter::default();
        let start = Instant::now();
        let times: Vec<_> = (0..3).map(|_| limiter.reserve(&QUEUES, "ListQueues", Some(40)) - start).collect();
        assert_eq!(times, [0, 26_250, 52_500].map(Duration::from_micros));
        assert_eq!(limiter.reserve(&QUEUES, "StartQueue", None), start);
    }

    #[tokio::test(start_paused = true)]
    async fn unused_time_is_not_saved_up() {
        let limiter = RateLimiter::default();
        limiter.reserve(&QUEUES, "ListQueues", Some(40));
        tokio::time::advance(Duration::from_secs(10)).await;
        let now = Instant::now();
        assert_eq!(limiter.reserve(&QUEUES, "ListQueues", Some(40)), now);
        assert_eq!(limiter.reserve(&QUEUES, "ListQueues", Some(40)), now + Duration::from_micros(26_250));
    }
}
