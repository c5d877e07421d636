//! Keeps calls under the documented rates by spacing them out.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::action::Service;
use crate::endpoint::{Endpoint, rate_limit};

/// The limiters of the accounts this process works with.
static ACCOUNTS: LazyLock<Mutex<Accounts>> = LazyLock::new(Mutex::default);

/// By account id and, for a cloud on this machine, its address.
type Accounts = HashMap<(String, String), Arc<Limiter>>;

/// The limiter of an account: the same for all clients, whatever their region. A cloud on this machine is a cloud of its
/// own.
pub(super) fn limiter_of(account_id: &str, endpoint: &Endpoint) -> Arc<Limiter> {
    let cloud = if endpoint.is_loopback() { endpoint.host() } else { "" };
    let key = (account_id.to_owned(), cloud.to_owned());
    let mut accounts = ACCOUNTS.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(accounts.entry(key).or_default())
}

/// The next free moment of each limited action of one account.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    next: Mutex<HashMap<(Service, &'static str), Instant>>,
}

impl Limiter {
    /// Takes the next free moment of an action; in the past or now when nothing is to wait for.
    pub(super) fn reserve(&self, service: Service, action: &'static str) -> Instant {
        let now = Instant::now();
        let Some(per_second) = rate_limit(service, action).filter(|rate| *rate > 0) else {
            return now;
        };
        // The map is whole even if a holder panicked: a poisoned lock may be used.
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let free = next.get(&(service, action)).copied().unwrap_or(now).max(now);
        next.insert((service, action), free + pause(per_second));
        free
    }
}

/// Between two calls. A twentieth longer than the rate has it: a call that is late on its way comes closer to the next one than it
/// left, and the service counts when they come.
fn pause(per_second: u32) -> Duration {
    Duration::from_secs(1) / per_second * 21 / 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn limited_calls_are_spaced_and_others_are_not() {
        let limiter = Limiter::default();
        let start = Instant::now();
        let times: Vec<_> = (0..3).map(|_| limiter.reserve(Service::Dts, "DescribeDtsJobDetail") - start).collect();
        assert_eq!(times, [0, 26_250, 52_500].map(Duration::from_micros));
        assert_eq!(limiter.reserve(Service::Dts, "StartDtsJob"), start);
    }

    #[tokio::test(start_paused = true)]
    async fn unused_time_is_not_saved_up() {
        let limiter = Limiter::default();
        limiter.reserve(Service::Dts, "DescribeDtsJobDetail");
        tokio::time::advance(Duration::from_secs(10)).await;
        let now = Instant::now();
        assert_eq!(limiter.reserve(Service::Dts, "DescribeDtsJobDetail"), now);
        assert_eq!(limiter.reserve(Service::Dts, "DescribeDtsJobDetail"), now + Duration::from_micros(26_250));
    }
}
