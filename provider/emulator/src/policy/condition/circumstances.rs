//! What is known of a call: condition keys and their values.

use std::net::IpAddr;

use jiff::Timestamp;

/// The condition keys that a call has, by name. Every other key is unknown.
#[derive(Debug, Clone)]
pub(crate) struct Circumstances(Vec<(&'static str, Option<String>)>);

/// What the circumstances say about a key.
pub(super) enum Found<'a> {
    Value(&'a str),
    /// The call does not have this key: its caller did not send it.
    Absent,
    /// The emulator does not know the value.
    Unknown,
}

impl Circumstances {
    /// Those of a call of a client. It is signed with an access key, so that no second factor was used, and the emulator
    /// is reached over HTTP without TLS.
    pub(crate) fn of_call(now: Timestamp, source: Option<IpAddr>) -> Self {
        let mut known = Self::of_service(now).with("acs:MFAPresent", Some("false"));
        known = known.with("acs:SecureTransport", Some("false"));
        match source {
            Some(address) => known.with("acs:SourceIp", Some(&address.to_canonical().to_string())),
            None => known,
        }
    }

    /// Those of a service of the cloud that acts in an account. From which address is not known.
    pub(crate) fn of_service(now: Timestamp) -> Self {
        Self(vec![("acs:CurrentTime", Some(now.to_string()))])
    }

    /// Those of a call of a client of Tencent Cloud.
    pub(crate) fn of_cam_call(source: Option<IpAddr>) -> Self {
        let address = source.map(|address| address.to_canonical().to_string());
        Self(address.map(|address| ("qcs:ip", Some(address))).into_iter().collect())
    }

    /// With one more key; without a value for a key that the call could have and does not have.
    pub(crate) fn with(mut self, key: &'static str, value: Option<&str>) -> Self {
        self.0.push((key, value.map(str::to_owned)));
        self
    }

    /// Keys are compared without regard to the case of letters.
    pub(super) fn find(&self, key: &str) -> Found<'_> {
        match self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
            Some((_, Some(value))) => Found::Value(value),
            Some((_, None)) => Found::Absent,
            None => Found::Unknown,
        }
    }
}
