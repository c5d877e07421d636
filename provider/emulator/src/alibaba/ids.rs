//! Generated IDs in the forms of the cloud.

use std::iter::repeat_with;

use crate::core::secret::Secret;

/// An upper-case UUID.
pub(crate) fn request_id() -> String {
    let hex: String = repeat_with(|| fastrand::digit(16)).take(32).collect::<String>().to_uppercase();
    format!("{}-{}-4{}-A{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// A job id: 15 lower-case letters and digits, the first a letter.
pub(crate) fn job_id() -> String {
    let first = fastrand::lowercase();
    std::iter::once(first).chain(repeat_with(|| fastrand::digit(36)).take(14)).collect()
}

/// The instance id that belongs to a job id.
pub(crate) fn instance_id(job_id: &str) -> String {
    format!("dts{job_id}")
}

/// A role id: a numeric text.
pub(crate) fn numeric_id() -> String {
    std::iter::once('3').chain(repeat_with(|| fastrand::digit(10)).take(17)).collect()
}

/// The access key id of temporary credentials.
pub(crate) fn session_key_id() -> String {
    format!("STS.{}", alphanumeric(24))
}

/// The access key secret of temporary credentials.
pub(crate) fn session_secret() -> Secret {
    Secret::new(alphanumeric(44))
}

/// A session token. It always contains characters that need percent-encoding, so that clients are tested with them.
pub(crate) fn session_token() -> Secret {
    Secret::new(format!("{}/{}+{}=", alphanumeric(80), alphanumeric(80), alphanumeric(40)))
}

fn alphanumeric(length: usize) -> String {
    repeat_with(fastrand::alphanumeric).take(length).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_have_the_documented_forms() {
        let request = super::request_id();
        assert_eq!(request.len(), 36);
        assert!(request.chars().all(|c| c == '-' || c.is_ascii_digit() || ('A'..='F').contains(&c)), "{request}");
        let job = super::job_id();
        assert_eq!(job.len(), 15);
        assert!(job.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{job}");
        assert_ne!(job, super::job_id());
        assert_eq!(super::instance_id("k2gm967v16f1234"), "dtsk2gm967v16f1234");
        assert!(super::numeric_id().chars().all(|c| c.is_ascii_digit()));
    }
}
