//! Why there are no credentials.

use std::path::PathBuf;

use cloud_core::Error;

/// Modes a profile may have.
pub(super) const SUPPORTED_MODES: [&str; 11] = [
    "AK",
    "StsToken",
    "RamRoleArn",
    "EcsRamRole",
    "RamRoleArnWithRoleName",
    CHAINABLE,
    "OIDC",
    "External",
    "CredentialsURI",
    "CloudSSO",
    "OAuth",
];
/// The mode of a profile that builds on another one.
pub(super) const CHAINABLE: &str = "ChainableRamRoleArn";

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No source has credentials.
    #[error(
        "no credentials found. Searched: {}. Set access_key_id and access_key_secret, or name a profile, or set \
         ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        searched.join("; ")
    )]
    NoneFound {
        /// Every place that was searched, with the result.
        searched: Vec<String>,
    },
    /// A variable with a kind of credentials that the services do not take.
    #[error(
        "{variable} is set, but DTS, RAM and STS take only requests that are signed with an AccessKey, and no bearer token. Unset \
         the variable, and use an AccessKey, a profile, a RAM role or an OIDC role"
    )]
    BearerToken {
        /// The variable.
        variable: &'static str,
    },
    /// One of two values that belong together.
    #[error("{present} is set but {missing} is not; both are required, set the other one too or remove both")]
    Partial {
        /// What is set.
        present: String,
        /// What is not.
        missing: String,
    },
    /// A key with a character that an HTTP header cannot contain.
    #[error("the access key of {origin} contains a line break or a character outside ASCII; copy it again")]
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
        "there is no profile {name:?}{} in {}; it has {}. Name one of these, or create it with `aliyun configure --profile {name}`",
        source_of(used_by.as_deref()), path.display(), listed(names)
    )]
    NoSuchProfile {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
        /// The profile that builds on it.
        used_by: Option<String>,
        /// The names there are.
        names: Vec<String>,
    },
    /// Profiles that refer to each other in a loop.
    #[error(
        "the profiles {} in {} refer to each other in a loop (source_profile); one of them must contain keys",
        names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" -> "), path.display()
    )]
    ProfileCycle {
        /// The file.
        path: PathBuf,
        /// The circle; the first name is also the last.
        names: Vec<String>,
    },
    /// A mode that is not supported.
    #[error(
        "profile {profile:?} in {} has the mode {mode:?}, which is not supported yet; supported: {}. Use a profile of \
         one of these modes, or pass temporary keys in environment variables",
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
    #[error("profile {profile:?} in {} has the mode {mode:?} but no {field}; add it, for example with `aliyun configure`", path.display())]
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
    /// A session of a person that is missing or has ended.
    #[error(
        "the session of profile {profile:?} in {} ({mode}) {state}. Sign in with `aliyun configure --profile {profile}`, or call \
         any action with `aliyun --profile {profile}`, which stores new keys in the profile; then run this again",
        path.display()
    )]
    Session {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// Its mode.
        mode: String,
        /// Whether it is missing or has ended.
        state: &'static str,
    },
    /// Keys of a session that has ended.
    #[error("the session of {origin} has expired. Sign in again with `aliyun configure`, then run this again")]
    SessionExpired {
        /// Where the keys come from.
        origin: String,
    },
    /// An address that does not return keys.
    #[error("cannot get keys from the address in {origin}: {reason}. Check the address, and that the service runs")]
    Uri {
        /// The setting with the address.
        origin: String,
        /// What is wrong.
        reason: String,
    },
    /// A program that does not print keys.
    #[error(
        "cannot get keys from the process_command of {origin}: {reason}. Run the command in a terminal to check it"
    )]
    Program {
        /// The profile with the command.
        origin: String,
        /// What is wrong.
        reason: String,
    },
    /// An OIDC role that is not complete.
    #[error("{origin} has no {field}; add it there, or set {variable}")]
    OidcField {
        /// Where the other fields are.
        origin: String,
        /// What is missing.
        field: &'static str,
        /// The variable that may contain it.
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
        /// Where they are configured.
        origin: String,
        /// The failed call.
        #[source]
        source: Box<Error>,
    },
    /// An ECS instance's role whose keys cannot be obtained.
    #[error(
        "cannot get the keys of the ECS instance's role for {origin}: the metadata service at {address} {reason}. Run this \
         on an ECS instance that has the role, or use another source of credentials"
    )]
    Metadata {
        /// The setting that names the role.
        origin: String,
        /// Address of the metadata service.
        address: String,
        /// What it returned.
        reason: String,
    },
    /// An ECS instance's role that must not be used.
    #[error(
        "{origin} names the role of the ECS instance, but ALIBABA_CLOUD_ECS_METADATA_DISABLED does not allow it; unset the \
         variable, or use another source of credentials"
    )]
    MetadataDisabled {
        /// The setting that names the role.
        origin: String,
    },
    /// Temporary keys that were given and have expired.
    #[error(
        "the temporary credentials of {origin} have expired and cannot be renewed automatically: {source}. Replace them, or \
         use a source that is renewed: assume_role, an OIDC role, or the role of an ECS instance"
    )]
    Expired {
        /// Where they come from.
        origin: String,
        /// The rejected call.
        #[source]
        source: Box<Error>,
    },
    /// Keys that were replaced during the operation by those of another account.
    #[error(
        "{origin} has been changed during this operation: its keys belong to account {account} now, and to account {expected} \
         before. No more requests are sent with these keys. Use keys of account {expected}, or plan again for account {account}"
    )]
    OtherAccount {
        /// Where they come from.
        origin: String,
        /// The account of the keys before.
        expected: String,
        /// The account of the present keys.
        account: String,
    },
    /// A role that cannot be assumed.
    #[error("cannot assume the role {role_arn} with the credentials of {origin}: {source}")]
    AssumeRole {
        /// The role.
        role_arn: String,
        /// Whose credentials were used.
        origin: String,
        /// The failed call.
        #[source]
        source: Box<Error>,
    },
    /// An answer of AssumeRole that cannot be used.
    #[error("the temporary credentials of the role {role_arn} cannot be used: {reason}. Check the STS endpoint")]
    TemporaryKeys {
        /// The role.
        role_arn: String,
        /// What is wrong.
        reason: String,
    },
}

impl From<CredentialsError> for Error {
    fn from(error: CredentialsError) -> Self {
        Self::credentials(error)
    }
}

fn source_of(profile: Option<&str>) -> String {
    profile.map(|profile| format!(" (source_profile of {profile:?})")).unwrap_or_default()
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no profiles".to_owned() } else { format!("the profiles {}", names.join(", ")) }
}
