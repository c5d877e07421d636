//! Which major protocol version both ends speak.

use super::{Env, HandshakeError, PROTOCOL_VERSIONS_KEY};

/// The one major version this crate speaks.
pub const PROTOCOL_VERSION: u32 = 6;

/// Finds our version among those the host offers.
///
/// # Errors
/// [`HandshakeError::ProtocolVersion`] when it is not there.
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
    fn version_six_is_found_anywhere_in_the_list() {
        for offered in ["6", "5,6", "6,5", " 5, 6 ,7", "x,6"] {
            let env = Env::from_iter([(PROTOCOL_VERSIONS_KEY, offered)]);
            assert_eq!(negotiate(&env).ok(), Some(6), "{offered}");
        }
    }

    #[test]
    fn list_without_six_is_refused_and_named() {
        for offered in ["", "5", "4,5", "16,61", "-6"] {
            let env = Env::from_iter([(PROTOCOL_VERSIONS_KEY, offered)]);
            let text = negotiate(&env).unwrap_err().to_string();
            assert!(text.contains(&format!("\"{offered}\"")), "{text}");
        }
    }
}
