//! The major protocol version that both sides support.

use super::{Env, HandshakeError, PROTOCOL_VERSIONS_KEY};

/// The major protocol version that this crate implements.
pub const PROTOCOL_VERSION: u32 = 6;

/// Checks that the host supports [`PROTOCOL_VERSION`], and returns it.
///
/// # Errors
/// [`HandshakeError::ProtocolVersion`] when the host's list does not contain it.
pub fn negotiate(env: &Env) -> Result<u32, HandshakeError> {
    let offered = env.get(PROTOCOL_VERSIONS_KEY).unwrap_or_default();
    let found = offered.split(',').any(|version| version.trim().parse() == Ok(PROTOCOL_VERSION));
    if found {
        return Ok(PROTOCOL_VERSION);
    }
    Err(HandshakeError::ProtocolVersion { offered: offered.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_six_is_found_at_any_position_of_the_list() {
        for offered in ["6", "5,6", "6,5", " 5, 6 ,7", "x,6"] {
            let env = Env::from_iter([(PROTOCOL_VERSIONS_KEY, offered)]);
            assert_eq!(negotiate(&env).ok(), Some(6), "{offered}");
        }
    }

    #[test]
    fn a_list_without_version_six_is_rejected_and_shown() {
        for offered in ["", "5", "4,5", "16,61", "-6"] {
            let env = Env::from_iter([(PROTOCOL_VERSIONS_KEY, offered)]);
            let text = negotiate(&env).unwrap_err().to_string();
            assert!(text.contains(&format!("\"{offered}\"")), "{text}");
        }
    }
}
