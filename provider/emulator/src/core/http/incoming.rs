//! One HTTP request, in parts.

use std::net::IpAddr;

use super::form;
use super::headers::Headers;

/// A request as it was received, with decoded query and form body. It can contain passwords and has no Debug.
#[derive(Clone)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Headers,
    pub(crate) query: Vec<(String, String)>,
    /// The query as it was sent.
    pub(crate) raw_query: String,
    /// Empty unless the content type is the one of a form.
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The address it was sent from; none when it was not sent over a connection.
    pub(crate) peer: Option<IpAddr>,
}

impl Incoming {
    pub(crate) fn new(method: &str, path: &str, query: &str, headers: Headers, body: Vec<u8>) -> Self {
        let is_form = headers
            .get("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        let form = if is_form { form::decode(&String::from_utf8_lossy(&body)) } else { Vec::new() };
        let (method, path, raw_query) = (method.to_owned(), path.to_owned(), query.to_owned());
        Self { method, path, headers, query: form::decode(query), raw_query, form, body, peer: None }
    }

    /// A parameter of the form body or of the query. If both have it, the one of the body counts.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.form.iter().chain(&self.query).find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
