//! Generated IDs in the forms of the cloud.

use std::iter::repeat_with;

use crate::core::secret::Secret;

/// The IDs of roles are this number and a small one.
const ROLE_BASE: u64 = 1 << 62;

/// A lower-case UUID.
pub(crate) fn request_id() -> String {
    let hex: String = repeat_with(|| fastrand::digit(16)).take(32).collect();
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// The ID of a job: `dts-` and 8 lower-case letters and digits.
pub(crate) fn job_id() -> String {
    format!("dts-{}", base36(8))
}

/// The ID of a comparison of the data of a job.
pub(crate) fn compare_id(job: &str) -> String {
    format!("{job}-cmp-{}", base36(8))
}

/// The ID of a role, a number above 2^62.
pub(crate) fn role_id() -> u64 {
    ROLE_BASE + fastrand::u64(10_000..1_000_000_000_000)
}

/// The ID of a custom policy.
pub(crate) fn policy_id() -> u64 {
    fastrand::u64(100_000_000..999_999_999)
}

/// The UIN of a user.
pub(crate) fn user_uin() -> String {
    format!("7{:011}", fastrand::u64(1_000_000_000..99_999_999_999))
}

/// The `Uid` of a user.
pub(crate) fn uid() -> u64 {
    fastrand::u64(1_000_000..9_999_999)
}

/// The ID of the permanent key of a user.
pub(crate) fn key_id() -> String {
    format!("AKID{}", alphanumeric(32))
}

/// The ID of a temporary key.
pub(crate) fn session_key_id() -> String {
    format!("AKID{}", alphanumeric(60))
}

/// The secret of a key.
pub(crate) fn key_secret() -> Secret {
    Secret::new(alphanumeric(32))
}

/// The token of a temporary key. It has characters that are not letters, so that clients are tested with them.
pub(crate) fn session_token() -> Secret {
    Secret::new(format!("{}-{}_{}", alphanumeric(80), alphanumeric(80), alphanumeric(40)))
}

fn base36(length: usize) -> String {
    repeat_with(|| fastrand::digit(36)).take(length).collect()
}

fn alphanumeric(length: usize) -> String {
    repeat_with(fastrand::alphanumeric).take(length).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_have_the_documented_forms() {
        let job = super::job_id();
        let is_base36 = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        assert!(job.len() == 12 && job.strip_prefix("dts-").is_some_and(|rest| rest.chars().all(is_base36)), "{job}");
        assert!(super::role_id() > 4_611_686_018_427_387_904);
        assert_eq!(super::user_uin().len(), 12);
        assert_eq!(super::request_id().len(), 36);
    }
}
