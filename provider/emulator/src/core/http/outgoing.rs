//! One HTTP response, before it is sent.

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
