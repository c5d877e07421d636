//! The emulator is for programs on this machine. A web page of another host can send requests here with the browser of
//! this machine: by a form, an image or a script, or by a host name that resolves to a loopback address. Such requests are
//! rejected on every route before anything else is read of them. With access from other machines, requests name this machine by
//! its addresses and the names of the flag, too; what needs no signature then needs a token.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::remote::{RemoteAccess, missing_token};

/// Browsers send it with every request; no other client does.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Host names of real clouds, without what is before them. A client that uses the emulator as its proxy sends them.
#[derive(Debug, Clone)]
pub(crate) struct CloudHosts(pub(crate) Arc<[&'static str]>);

/// Whose requests are served.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) clouds: CloudHosts,
    /// Access from other machines; none without it.
    pub(crate) remote: Option<Arc<RemoteAccess>>,
}

/// Paths that need no signature: with the host name of a cloud they are not served.
const OWN_PATHS: [&str; 2] = ["/_control", "/_page"];

/// Passes on only the requests that are meant for this machine, and that have the token if they need it.
pub(crate) async fn only(State(served): State<Served>, request: Request, next: Next) -> Response {
    if let Some(why) = rejection(request.uri(), request.headers(), &served) {
        return rejected(why);
    }
    let needs_token = is_own_path(request.uri());
    match missing_token(served.remote.as_ref().filter(|_| needs_token), request.headers()) {
        None => next.run(request).await,
        Some(refused) => refused,
    }
}

fn is_own_path(target: &Uri) -> bool {
    OWN_PATHS.iter().any(|own| target.path().starts_with(own))
}

/// Why a request is rejected; none for one that is meant for this machine. A request names this machine by a loopback
/// name or address, with any port, or an emulated cloud by its host name: calls of a cloud are signed. If a web page
/// sends it, the page is from a loopback address, too.
fn rejection(target: &Uri, headers: &HeaderMap, served: &Served) -> Option<&'static str> {
    let is_meant = |authority: &Authority| {
        served.is_this_machine(authority) || (served.clouds.contain(authority.host()) && !is_own_path(target))
    };
    if target.authority().is_some_and(|authority| !is_meant(authority)) {
        return Some("the request line names another host");
    }
    match single(headers, &header::HOST) {
        Single::None => return Some("the Host header is missing"),
        Single::Several => return Some("the Host header was sent more than once"),
        Single::One(host) if !host.parse().is_ok_and(|host| is_meant(&host)) => {
            return Some("the Host header names another host");
        }
        Single::One(_) => {}
    }
    match single(headers, &header::ORIGIN) {
        Single::Several => return Some("the Origin header was sent more than once"),
        Single::One(origin) if !served.is_own_origin(origin) => {
            return Some("a web page of another host sends it (Origin header)");
        }
        Single::None | Single::One(_) => {}
    }
    match single(headers, &FETCH_SITE) {
        Single::Several | Single::One("cross-site") => {
            Some("a web page of another site sends it (Sec-Fetch-Site header)")
        }
        Single::None | Single::One(_) => None,
    }
}

impl Served {
    /// Whether a request names this machine.
    fn is_this_machine(&self, authority: &Authority) -> bool {
        is_loopback(authority) || self.remote.as_ref().is_some_and(|remote| remote.is_named(authority))
    }

    /// Whether a web page was loaded from this machine.
    fn is_own_origin(&self, origin: &str) -> bool {
        let origin = origin.parse::<Uri>();
        origin.is_ok_and(|origin| origin.authority().is_some_and(|authority| self.is_this_machine(authority)))
    }
}

impl CloudHosts {
    fn contain(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.0.iter().any(|end| host.strip_suffix(end).is_some_and(|before| before.ends_with('.')))
    }
}

/// The values of a header that may be sent once.
enum Single<'a> {
    None,
    One(&'a str),
    Several,
}

/// A value that is not text counts as an empty one, which is the name of no host.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Single<'a> {
    let mut values = headers.get_all(name).iter().map(HeaderValue::to_str);
    match (values.next(), values.next()) {
        (None, _) => Single::None,
        (Some(value), None) => Single::One(value.unwrap_or_default()),
        (Some(_), Some(_)) => Single::Several,
    }
}

fn is_loopback(authority: &Authority) -> bool {
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A plain text in the form of no API: the request was not read.
fn rejected(why: &str) -> Response {
    let says = format!(
        "The DTS emulator rejected this request: {why}. It accepts requests of programs on this machine to a loopback \
         name or address, such as http://127.0.0.1:PORT/, and requests of web pages that were loaded from such an address. With \
         --allow-remote NAME, it also accepts requests to its other addresses and to this name.\n"
    );
    (StatusCode::MISDIRECTED_REQUEST, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], says).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{CloudHosts, HeaderMap, HeaderName, RemoteAccess, Served, Uri, rejection};

    fn of(target: &'static str, pairs: &[(&'static str, &str)]) -> Option<&'static str> {
        with(None, target, pairs)
    }

    fn with(
        remote: Option<RemoteAccess>,
        target: &'static str,
        pairs: &[(&'static str, &str)],
    ) -> Option<&'static str> {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, value);
        }
        let served = Served { clouds: CloudHosts(["cloud.example"].into()), remote: remote.map(Arc::new) };
        rejection(&Uri::from_static(target), &headers, &served)
    }

    fn accepted(pairs: &[(&'static str, &str)]) -> bool {
        of("/", pairs).is_none()
    }

    #[test]
    fn only_loopback_names_are_this_machine() {
        for host in ["127.0.0.1:8700", "127.8.9.1", "localhost:1", "LOCALHOST", "[::1]:80"] {
            assert!(accepted(&[("host", host)]), "{host}");
        }
        for host in
            ["example.com", "127.0.0.1.example.com:80", "10.0.0.1", "localhost.example.com", "[::2]:80", "a b", ""]
        {
            assert!(!accepted(&[("host", host)]), "{host}");
        }
        assert!(!accepted(&[]));
    }

    #[test]
    fn with_access_from_other_machines_their_names_are_accepted_and_no_others() {
        let remote = || RemoteAccess::new(&["emulator".to_owned()], "canary-token-0001").ok();
        for (host, origin, is_accepted) in [
            ("emulator:8700", None, true),
            ("10.0.0.1:8700", None, true),
            ("localhost:8700", Some("http://localhost:8700"), true),
            ("emulator:8700", Some("http://emulator:8700"), true),
            ("emulator:8700", Some("https://example.com"), false),
            ("example.com", None, false),
        ] {
            let headers: Vec<_> = [("host", host)].into_iter().chain(origin.map(|origin| ("origin", origin))).collect();
            assert_eq!(with(remote(), "/", &headers).is_none(), is_accepted, "{headers:?}");
        }
        assert!(!accepted(&[("host", "emulator:8700")]) && !accepted(&[("host", "10.0.0.1:8700")]));
        assert!(with(remote(), "/_control/state", &[("host", "dts.cloud.example")]).is_some());
    }

    #[test]
    fn a_web_page_of_another_host_is_rejected() {
        let sent = |origin: &str| accepted(&[("host", "127.0.0.1:8700"), ("origin", origin)]);
        for origin in ["http://127.0.0.1:8700", "http://localhost:1", "http://[::1]:80"] {
            assert!(sent(origin), "{origin}");
        }
        for origin in ["https://example.com", "null", "", "http://127.0.0.1.example.com"] {
            assert!(!sent(origin), "{origin}");
        }
    }

    #[test]
    fn a_request_that_a_browser_marks_as_cross_site_is_rejected() {
        let sent = |site: &str| accepted(&[("host", "127.0.0.1:8700"), ("sec-fetch-site", site)]);
        assert!(["same-origin", "same-site", "none"].into_iter().all(sent));
        assert!(!sent("cross-site"));
    }

    #[test]
    fn a_header_that_is_sent_twice_is_rejected() {
        let (host, origin, site) =
            (("host", "127.0.0.1:8700"), ("origin", "http://127.0.0.1:8700"), ("sec-fetch-site", "none"));
        assert!(accepted(&[host, origin, site]));
        for twice in [host, origin, site] {
            assert!(!accepted(&[host, origin, site, twice]), "{twice:?}");
        }
    }

    #[test]
    fn a_request_line_with_another_host_is_rejected() {
        let host = [("host", "127.0.0.1:8700")];
        assert_eq!(of("http://localhost:8700/", &host), None);
        assert_eq!(of("http://example.com/", &host), Some("the request line names another host"));
    }

    #[test]
    fn the_host_names_of_a_cloud_are_for_its_calls_only() {
        for (target, host) in [
            ("/", "dts.cloud.example"),
            ("http://dts.cloud.example/", "dts.cloud.example"),
            ("http://STS.ap-x.Cloud.example:80/", "STS.ap-x.Cloud.example:80"),
        ] {
            assert_eq!(of(target, &[("host", host)]), None, "{target} {host}");
        }
        for (target, host) in [
            ("http://dts.cloud.example/_control/state", "dts.cloud.example"),
            ("/_control/reset", "dts.cloud.example"),
            ("/_page/state", "dts.cloud.example"),
            ("/", "cloud.example"),
            ("/", "notcloud.example"),
            ("/", "dts.cloud.example.evil.example"),
        ] {
            assert!(of(target, &[("host", host)]).is_some(), "{target} {host}");
        }
        let page = [("host", "dts.cloud.example"), ("origin", "http://dts.cloud.example")];
        assert!(of("/", &page).is_some(), "a web page of the cloud");
    }
}
