//! How long to wait before the next attempt.

use std::time::Duration;

/// Upper end of the first wait; doubled each time.
const FIRST: Duration = Duration::from_millis(500);
/// Upper end of all later waits.
const LONGEST: Duration = Duration::from_secs(20);
/// No server is obeyed beyond this.
const LONGEST_ASKED: Duration = Duration::from_secs(120);

/// Exponential back-off with full jitter: anything up to a limit that doubles. `random` is from 0 to 1. When the
/// server asked for a wait, it is at least that long.
pub(super) fn wait(attempts_made: u32, random: f64, asked: Option<Duration>) -> Duration {
    let doublings = attempts_made.saturating_sub(1).min(16);
    let limit = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let jittered = limit.mul_f64(random.clamp(0.0, 1.0));
    asked.map_or(jittered, |asked| asked.min(LONGEST_ASKED).max(jittered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_doubles_up_to_twenty_seconds() {
        let limits: Vec<u128> = (1..=8).map(|made| wait(made, 1.0, None).as_millis()).collect();
        assert_eq!(limits, [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
        assert_eq!(wait(5, 0.0, None), Duration::ZERO);
    }

    #[test]
    fn a_wait_the_server_asks_for_is_kept_within_reason() {
        assert_eq!(wait(1, 1.0, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert_eq!(wait(7, 1.0, Some(Duration::from_secs(7))), Duration::from_secs(20));
        assert_eq!(wait(1, 1.0, Some(Duration::from_secs(86400))), LONGEST_ASKED);
    }
}
