//! The clock and the nonces of signatures, as traits, so that tests can set both.

use jiff::Timestamp;

/// The current time, for the date of a signature and the expiry of temporary credentials.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A source of texts that are used once.
pub trait NonceSource: Send + Sync {
    /// A text that has not been used before with the same key.
    fn nonce(&self) -> String;
}

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// 128 random bits in hexadecimal.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomNonces;

impl NonceSource for RandomNonces {
    fn nonce(&self) -> String {
        format!("{:032x}", fastrand::u128(..))
    }
}

#[cfg(test)]
mod tests {
    use super::{NonceSource as _, RandomNonces};

    #[test]
    fn nonces_are_32_hexadecimal_digits_and_differ() {
        let (one, two) = (RandomNonces.nonce(), RandomNonces.nonce());
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(one, two);
    }
}
