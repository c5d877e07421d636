//! Access from other machines: the names by which they call the emulator, and the token for what needs no signature.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::core::secret::Secret;

/// A shorter token can be guessed.
const SHORTEST: usize = 16;

/// What an emulator that other machines can reach allows.
#[derive(Debug, Clone)]
pub struct RemoteAccess {
    /// Names of this machine, in lower case. Its addresses need not be named.
    names: Vec<String>,
    token: Secret,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It can be guessed.
    #[error("it has {0} characters, and needs at least {SHORTEST}")]
    Short(usize),
    /// A header cannot have it.
    #[error("it contains a space or a character that is not printable ASCII")]
    Character,
}

impl RemoteAccess {
    /// Access to the emulator by its addresses and by these names; `token` is for the control API and the status page.
    ///
    /// # Errors
    ///
    /// [`TokenError`] if the token is short, or no header can have it.
    pub fn new(names: &[String], token: &str) -> Result<Self, TokenError> {
        if !token.chars().all(|character| character.is_ascii_graphic()) {
            return Err(TokenError::Character);
        }
        if token.len() < SHORTEST {
            return Err(TokenError::Short(token.len()));
        }
        let names = names.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        Ok(Self { names, token: Secret::new(token) })
    }

    /// The names, for a certificate.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a request names this machine: by one of the names, or by any address. A web page of another host cannot make a
    /// browser send an address in place of the name of that host.
    pub(crate) fn is_named(&self, authority: &Authority) -> bool {
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        host.parse::<IpAddr>().is_ok() || self.names.contains(&host)
    }

    /// Whether a request has the token: as a bearer token, or as the password of a browser's login, whose user is not read.
    fn is_authorized(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(token);
        // Digests of the same length: how long the comparison takes says nothing about the token.
        sent.is_some_and(|sent| Sha256::digest(sent) == Sha256::digest(self.token.expose()))
    }
}

/// The answer to a request without the token, if it needs one: without access from other machines, none does.
pub(crate) fn missing_token(remote: Option<&Arc<RemoteAccess>>, headers: &HeaderMap) -> Option<Response> {
    let refused = remote.is_some_and(|remote| !remote.is_authorized(headers));
    refused.then(|| {
        let says = "The DTS emulator was started with --allow-remote: the control API and the status page need the token of \
                    DTS_EMULATOR_TOKEN. Send it as \"Authorization: Bearer TOKEN\", or write it as the password in a browser, with any \
                    user name.\n";
        let headers = [
            (header::WWW_AUTHENTICATE, "Basic realm=\"DTS emulator\", charset=\"UTF-8\""),
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (StatusCode::UNAUTHORIZED, headers, says).into_response()
    })
}

/// Whether a header `Authorization` is for this file, and not the signature of a call.
pub(crate) fn is_of_token(authorization: &str) -> bool {
    token(authorization).is_some()
}

/// The token in a header `Authorization`.
fn token(authorization: &str) -> Option<String> {
    let (scheme, rest) = authorization.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "canary-token-0001";

    fn access() -> Arc<RemoteAccess> {
        Arc::new(RemoteAccess::new(&["Emulator".to_owned()], TOKEN).unwrap())
    }

    fn is_allowed(authorization: &str) -> bool {
        let headers = [(header::AUTHORIZATION, authorization.parse().unwrap())].into_iter().collect();
        missing_token(Some(&access()), &headers).is_none()
    }

    #[test]
    fn the_token_is_accepted_in_both_forms_and_nothing_else_is() {
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        for allowed in [
            &format!("Bearer {TOKEN}"),
            &format!("bearer  {TOKEN}"),
            &basic(&format!(":{TOKEN}")),
            &basic(&format!("me:{TOKEN}")),
        ] {
            assert!(is_allowed(allowed), "{allowed}");
        }
        let other = &TOKEN[1..];
        for refused in [
            &*format!("Bearer {other}"),
            "Bearer",
            "Bearer ",
            TOKEN,
            &*basic(TOKEN),
            &*basic(&format!("{TOKEN}:")),
            "Basic ?",
            &*format!("Digest {TOKEN}"),
        ] {
            assert!(!is_allowed(refused), "{refused}");
        }
        assert!(missing_token(Some(&access()), &HeaderMap::new()).is_some());
        assert!(missing_token(None, &HeaderMap::new()).is_none());
    }

    #[test]
    fn a_token_has_a_length_and_no_spaces_and_is_not_shown() {
        assert_eq!(RemoteAccess::new(&[], "short").unwrap_err(), TokenError::Short(5));
        assert_eq!(RemoteAccess::new(&[], "").unwrap_err(), TokenError::Short(0));
        assert_eq!(RemoteAccess::new(&[], "canary token 0001").unwrap_err(), TokenError::Character);
        assert!(RemoteAccess::new(&[], &TOKEN[1..]).is_ok(), "16 characters");
        assert!(!format!("{:?}", access()).contains("canary"));
    }

    #[test]
    fn other_machines_use_addresses_and_the_names_of_the_flag() {
        let is_named = |host: &str| access().is_named(&host.parse().unwrap());
        for host in ["emulator:8700", "EMULATOR", "10.0.0.1:8700", "[fd00::1]:8700", "127.0.0.1"] {
            assert!(is_named(host), "{host}");
        }
        for host in ["example.com", "emulator.example.com", "10.0.0.1.example.com:80"] {
            assert!(!is_named(host), "{host}");
        }
    }
}
