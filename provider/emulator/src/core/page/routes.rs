//! The requests that get the page, and the headers of every answer.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use serde::Deserialize;

use crate::core::http::remote::is_of_token;
use crate::core::shared::Shared;

use super::summary::{self, details, summary};

const PAGE: &str = include_str!("files/page.html");
const STYLE: &str = include_str!("files/page.css");
/// The modules of the script.
const SCRIPTS: [(&str, &str); 7] = [
    ("/page.js", include_str!("files/page.js")),
    ("/chart.js", include_str!("files/chart.js")),
    ("/details.js", include_str!("files/details.js")),
    ("/dom.js", include_str!("files/dom.js")),
    ("/empty.js", include_str!("files/empty.js")),
    ("/jobs.js", include_str!("files/jobs.js")),
    ("/rest.js", include_str!("files/rest.js")),
];
const ICON: &str = include_str!("files/icon.svg");

/// The page loads its own files only. It sends no forms, and no other page can show it in a frame.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files of the page and the JSON that it reads, relative to `/_page`. They answer GET and HEAD only.
pub(crate) fn router() -> Router<Arc<Shared>> {
    let files = Router::new()
        .route("/page.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/icon.svg", get(async || file("image/svg+xml", ICON)))
        .route("/state", get(state))
        .route("/jobs", get(jobs))
        .route("/databases", get(databases));
    SCRIPTS.into_iter().fold(files, |files, (path, text)| {
        files.route(path, get(move || async move { file("text/javascript; charset=utf-8", text) }))
    })
}

/// Whether a request for `/` comes from a browser and not from a client of the APIs: a browser accepts HTML, and sends
/// neither a query nor a header that names an action or contains a signature (`of_a_cloud` knows the names of such
/// headers). The header `Authorization` of a browser has the token of the page.
pub(crate) fn is_asked_for(method: &Method, uri: &Uri, headers: &HeaderMap, of_a_cloud: impl Fn(&str) -> bool) -> bool {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let is_signed = headers.get(header::AUTHORIZATION).is_some_and(|value| !value.to_str().is_ok_and(is_of_token));
    (method == Method::GET || method == Method::HEAD)
        && uri.query().is_none_or(str::is_empty)
        && accept.into_iter().any(|value| value.contains("text/html"))
        && !is_signed
        && !headers.keys().any(|name| of_a_cloud(name.as_str()))
}

/// The page.
pub(crate) fn document() -> Response {
    file("text/html; charset=utf-8", PAGE)
}

/// What a request of the page asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// The version of the rows of the jobs that the page knows.
    known: String,
    /// The IDs of jobs, separated by commas.
    ids: String,
}

async fn state(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>) -> Response {
    let summary = summary(&shared.lock(), &wanted.known);
    file("application/json", &summary.to_string())
}

async fn jobs(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>) -> Response {
    let details = details(&shared.lock(), &wanted.ids);
    file("application/json", &details.to_string())
}

async fn databases(State(shared): State<Arc<Shared>>) -> Response {
    let databases = summary::databases(&shared.lock());
    file("application/json", &databases.to_string())
}

fn file(kind: &'static str, text: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, [("cross-origin-resource-policy", "same-origin")], text.to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, Method, Uri, is_asked_for};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_browser_gets_the_page_and_a_client_does_not() {
        let browser = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let requested = |method: Method, uri: &'static str, pairs: &[(&'static str, &str)]| {
            is_asked_for(&method, &Uri::from_static(uri), &headers(pairs), |name| name.starts_with("x-acs-"))
        };
        assert!(requested(Method::GET, "/", &[browser]));
        assert!(requested(Method::HEAD, "/?", &[browser]));
        assert!(!requested(Method::POST, "/", &[browser]));
        assert!(!requested(Method::GET, "/?Action=ListRoles&Version=2015-05-01", &[browser]));
        assert!(!requested(Method::GET, "/", &[browser, ("x-acs-action", "ListRoles")]));
        assert!(!requested(Method::GET, "/", &[browser, ("authorization", "ACS3-HMAC-SHA256 x")]));
        assert!(requested(Method::GET, "/", &[browser, ("authorization", "Basic Og==")]));
        assert!(!requested(Method::GET, "/", &[("accept", "*/*")]));
        assert!(!requested(Method::GET, "/", &[]));
    }
}
