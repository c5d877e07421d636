//! One HTTP response, before it is sent.

use crate::core::cloud::Reply;

/// A response with its bytes, so that faults can change it.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) status: u16,
    /// Names in lower case; a later header replaces an earlier one of the same name.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Outgoing {
    /// Adds a header.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
}

impl From<Reply> for Outgoing {
    fn from(reply: Reply) -> Self {
        let mut response =
            Self { status: reply.status, headers: Vec::new(), body: reply.body.to_string().into_bytes() };
        response.set("content-type", "application/json;charset=utf-8");
        response
    }
}
