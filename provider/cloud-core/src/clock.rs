//! What makes two signatures of one request differ: the time and a nonce. Injected, so that tests can fix both.

use jiff::Timestamp;

/// Source of the date and nonce of every attempt.
pub trait Stamps: Send + Sync {
    /// The time now, for the signature's date and for the expiry of temporary credentials.
    fn now(&self) -> Timestamp;
    /// A text never used before with the same key.
    fn nonce(&self) -> String;
}

/// The system clock and 128 random bits in hexadecimal.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemStamps;

impl Stamps for SystemStamps {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn nonce(&self) -> String {
        format!("{:032x}", fastrand::u128(..))
    }
}

#[cfg(test)]
mod tests {
    use super::{Stamps as _, SystemStamps};

    #[test]
    fn nonces_are_32_hexadecimal_digits_and_differ() {
        let (one, two) = (SystemStamps.nonce(), SystemStamps.nonce());
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(one, two);
    }
}
