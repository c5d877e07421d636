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
        "there is no profile {name:?}{} in {}; it has {}. Name one of these, or make it with `aliyun configure --profile {name}`",
        wanted(wanted_by.as_deref()), path.display(), listed(names)
    )]
    NoSuchProfile {
        /// The file.
        path: PathBuf,
        /// The name asked for.
        name: String,
        /// The profile that builds on it.
        wanted_by: Option<String>,
        /// The names there are.
        names: Vec<String>,
    },
    /// Profiles that build on each other in a circle.
    #[error(
        "the profiles {} in {} build on each other (source_profile) without an end; let one of them have keys of its own",
        names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" -> "), path.display()
    )]
    ProfileCycle {
        /// The file.
        path: PathBuf,
        /// The circle; the first name is also the last.
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
    /// An OIDC role that is not complete.
    #[error("{origin} lacks {field}; give it there, or set {variable}")]
    OidcField {
        /// Where the rest is.
        origin: String,
        /// What is missing.
        field: &'static str,
        /// The variable it may be in.
        variable: &'static str,
    },
    /// An OIDC token that cannot be read.
    #[error(
        "cannot read the OIDC token of {origin} from the file {}: {reason}. Check that the identity provider writes it there",
        path.display()
    )]
    OidcToken {
        /// Where the file is named.
        origin: String,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A role that cannot be assumed for an OIDC token.
    #[error(
        "cannot assume the role {role_arn} with {origin} (the token in {}, the identity provider {provider_arn}): {source}",
        token_file.display()
    )]
    AssumeRoleWithOidc {
        /// The role.
        role_arn: String,
        /// The identity provider.
        provider_arn: String,
        /// The file of the token.
        token_file: PathBuf,
        /// Where all this is given.
        origin: String,
        /// Why not.
        #[source]
        source: Box<Error>,
    },
    /// An ECS instance's role whose keys cannot be had.
    #[error(
        "cannot get the keys of the ECS instance's role for {origin}: the metadata service at {address} {reason}. Run this \
         on an ECS instance that has the role, or use another source of credentials"
    )]
    Metadata {
        /// Who asks for the role.
        origin: String,
        /// Address of the metadata service.
        address: String,
        /// What it did.
        reason: String,
    },
    /// An ECS instance's role that may not be asked for.
    #[error(
        "{origin} asks for the role of the ECS instance, and ALIBABA_CLOUD_ECS_METADATA_DISABLED forbids that; unset the \
         variable, or use another source of credentials"
    )]
    MetadataDisabled {
        /// Who asks for the role.
        origin: String,
    },
    /// Temporary keys that were given and are at their end.
    #[error(
        "the temporary credentials of {origin} are at their end, and nothing there can renew them: {source}. Put new ones \
         in their place, or use a source that renews itself: assume_role, an OIDC role, or the role of an ECS instance"
    )]
    Expired {
        /// Where they come from.
        origin: String,
        /// What the cloud said.
        #[source]
        source: Box<Error>,
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

impl CredentialsError {
    /// The failed call behind it.
    pub(crate) fn call(&self) -> Option<&Error> {
        match self {
            Self::AssumeRole { source, .. }
            | Self::AssumeRoleWithOidc { source, .. }
            | Self::Expired { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn wanted(by: Option<&str>) -> String {
    by.map(|profile| format!(" (source_profile of {profile:?})")).unwrap_or_default()
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no profiles".to_owned() } else { format!("the profiles {}", names.join(", ")) }
}
