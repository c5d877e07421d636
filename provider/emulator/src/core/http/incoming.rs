//! One HTTP request, taken apart.

use super::form;
use super::headers::Headers;

/// A request as it came in, with query and form body decoded. It can hold passwords and has no Debug.
#[derive(Clone)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Headers,
    pub(crate) query: Vec<(String, String)>,
    /// Empty unless the content type says form.
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    pub(crate) fn new(method: &str, path: &str, query: &str, headers: Headers, body: Vec<u8>) -> Self {
        let is_form = headers
            .get("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        let form = if is_form { form::decode(&String::from_utf8_lossy(&body)) } else { Vec::new() };
        Self { method: method.to_owned(), path: path.to_owned(), headers, query: form::decode(query), form, body }
    }

    /// A parameter of the form body or else of the query: when both have it, the body wins.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.form.iter().chain(&self.query).find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
