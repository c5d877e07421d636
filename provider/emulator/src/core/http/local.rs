//! The page and the control API are for this machine. A browser on it can be led here by a page of elsewhere: by a name that
//! resolves to a loopback address, or by a form that is sent here.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Lets only requests through that are meant for this machine.
pub(crate) async fn only(request: Request, next: Next) -> Response {
    if is_meant(request.headers()) { next.run(request).await } else { elsewhere() }
}

/// Whether the host is a loopback address, and the page that asks, if it is one, is of such a host, too.
pub(crate) fn is_meant(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).and_then(|host| host.parse::<Authority>().ok());
    let from_here = text(header::ORIGIN).is_none_or(|origin| {
        let origin = origin.parse::<Uri>().ok();
        origin.as_ref().and_then(Uri::authority).is_some_and(is_loopback)
    });
    host.as_ref().is_some_and(is_loopback) && from_here
}

fn is_loopback(authority: &Authority) -> bool {
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(crate) fn elsewhere() -> Response {
    let says = "The status page and the control API are for this machine: ask by a loopback address, such as \
                http://127.0.0.1:PORT/, and not from a page of another host.\n";
    (StatusCode::MISDIRECTED_REQUEST, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], says).into_response()
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, is_meant};

    fn meant(pairs: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap =
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_meant(&headers)
    }

    #[test]
    fn only_loopback_names_are_this_machine() {
        for host in ["127.0.0.1:8700", "127.8.9.1", "localhost:1", "LOCALHOST", "[::1]:80"] {
            assert!(meant(&[("host", host)]), "{host}");
        }
        for host in ["example.com", "127.0.0.1.example.com:80", "10.0.0.1", "localhost.example.com", "[::2]:80", "a b"]
        {
            assert!(!meant(&[("host", host)]), "{host}");
        }
        assert!(!meant(&[]));
    }

    #[test]
    fn a_page_of_another_host_asks_in_vain() {
        let asked = |origin: &str| meant(&[("host", "127.0.0.1:8700"), ("origin", origin)]);
        for origin in ["http://127.0.0.1:8700", "http://localhost:1", "http://[::1]:80"] {
            assert!(asked(origin), "{origin}");
        }
        for origin in ["https://example.com", "null", "", "http://127.0.0.1.example.com"] {
            assert!(!asked(origin), "{origin}");
        }
    }
}
