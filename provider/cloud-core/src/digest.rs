//! SHA-256 and HMAC, of which the signatures of all clouds are built.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// Lower-case hexadecimal SHA-256.
///
/// ```
/// assert!(cloud_core::sha256_hex(b"").starts_with("e3b0c442"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA256 of a text.
pub fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length, so this is always Ok.
    let mac = Hmac::<Sha256>::new_from_slice(key);
    mac.map_or_else(|_| Vec::new(), |mac| mac.chain_update(text).finalize().into_bytes().to_vec())
}

/// Lower-case hexadecimal digits of bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 2 of RFC 4231.
    #[test]
    fn a_known_text_has_its_known_code() {
        let code = hex(&hmac_sha256(b"Jefe", "what do ya want for nothing?"));
        assert_eq!(code, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
