//! Why there are no credentials.

use std::path::PathBuf;

use super::profile::SUPPORTED_MODES;
use crate::error::Error;

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// Nothing anywhere.
    #[error(
        "no credentials found. Looked at: {}. Give access_key_id and access_key_secret, or name a profile, or set \
         ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        looked.join("; ")
    )]
    NoneFound {
        /// Every place looked at, with what was there.
        looked: Vec<String>,
    },
    /// One half of a pair.
    #[error("{present} is given but {missing} is not; both are needed, set the other one too or remove both")]
    HalfGiven {
        /// What is there.
        present: String,
        /// What is not.
        missing: String,
    },
    /// A key with a character no HTTP header can carry.
    #[error("the access key of {origin} holds a line break or a character outside ASCII; copy it anew")]
    BadCharacter {
        /// Where it comes from.
        origin: String,
    },
    /// The profile file cannot be used.
    #[error("cannot read the profiles in {}: {reason}. {remedy}", path.display())]
    ProfileFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// No profile of that name.
    #[error(
        "there is no profile {name:?} in {}; it has {}. Name one of these, or make it with `aliyun configure --profile {name}`",
        path.display(), listed(names)
    )]
    NoSuchProfile {
        /// The file.
        path: PathBuf,
        /// The name asked for.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
    /// A mode that is not built.
    #[error(
        "profile {profile:?} in {} has the mode {mode:?}, which is not supported yet; supported: {}. Use a profile of \
         one of these modes, or hand temporary keys over in environment variables",
        path.display(), SUPPORTED_MODES.join(", ")
    )]
    UnsupportedMode {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// Its mode.
        mode: String,
    },
    /// A profile that lacks what its mode needs.
    #[error("profile {profile:?} in {} has the mode {mode:?} but no {field}; add it, e.g. with `aliyun configure`", path.display())]
    ProfileField {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// Its mode.
        mode: String,
        /// What is missing.
        field: &'static str,
    },
    /// A role that cannot be assumed.
    #[error("cannot assume the role {role_arn} with the credentials of {origin}: {source}")]
    AssumeRole {
        /// The role.
        role_arn: String,
        /// Whose credentials were used.
        origin: String,
        /// Why not.
        #[source]
        source: Box<Error>,
    },
    /// The answer of AssumeRole makes no sense.
    #[error("the temporary credentials of the role {role_arn} cannot be used: {reason}. Check the STS endpoint")]
    TemporaryKeys {
        /// The role.
        role_arn: String,
        /// What is wrong.
        reason: String,
    },
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no profiles".to_owned() } else { format!("the profiles {}", names.join(", ")) }
}
