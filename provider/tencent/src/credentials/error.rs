//! Why there are no credentials.

use std::path::PathBuf;

use cloud_core::Error;

/// Kinds of `.credential` files: keys (without a kind), keys of a login that the tool renews, and the role of the CVM instance.
pub(super) const SUPPORTED_TYPES: [&str; 3] = ["oauth", "sso", CVM_ROLE];
/// The kind of a profile with the role of the CVM instance.
pub(super) const CVM_ROLE: &str = "cvm-role";

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No source has credentials.
    #[error(
        "no credentials found. Searched: {}. Set secret_id and secret_key, or name a profile, or set TENCENTCLOUD_SECRET_ID \
         and TENCENTCLOUD_SECRET_KEY",
        searched.join("; ")
    )]
    NoneFound {
        /// Every place that was searched, with the result.
        searched: Vec<String>,
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
    #[error("the key of {origin} contains a line break or a character outside ASCII; copy it again")]
    BadCharacter {
        /// Where it comes from.
        origin: String,
    },
    /// A variable that must be a number.
    #[error("the environment variable {variable} ({value:?}) is not a whole number of seconds; correct it or unset it")]
    NotANumber {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// A file of a profile cannot be used.
    #[error("cannot read the profile in {}: {reason}. {remedy}", path.display())]
    ProfileFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A name that would lead to another folder.
    #[error("{name:?} is not the name of a profile: it must not begin with a period or contain a slash")]
    ProfileName {
        /// The name.
        name: String,
    },
    /// No profile of that name.
    #[error(
        "there is no profile {name:?}: {} does not exist or has no keys; the folder has {}. Name one of these, or create it \
         with `tccli configure --profile {name}`",
        path.display(), listed(names)
    )]
    NoSuchProfile {
        /// The file with the keys.
        path: PathBuf,
        /// The name.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
    /// A type of credentials that is not supported.
    #[error(
        "profile {profile:?} in {} has the type {kind:?}, which is not supported; supported: keys without a type, {}. Use such a \
         profile, or pass temporary keys in environment variables",
        path.display(), SUPPORTED_TYPES.join(", ")
    )]
    UnsupportedType {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// Its type.
        kind: String,
    },
    /// A profile with one of two values that belong together.
    #[error("profile {profile:?} in {} has no {field}; add it, for example with `tccli configure`", path.display())]
    ProfileField {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// What is missing.
        field: &'static str,
    },
    /// A role for the token of an identity provider that is not complete.
    #[error("{origin} has no {field}; add it there, or set {variable}")]
    WebIdentityField {
        /// Where the other fields are.
        origin: String,
        /// What is missing.
        field: &'static str,
        /// The variable that may contain it.
        variable: &'static str,
    },
    /// A token of an identity provider that cannot be read.
    #[error(
        "cannot read the identity token of {origin} from the file {}: {reason}. Check that the identity provider writes it there",
        path.display()
    )]
    WebIdentityToken {
        /// Where the file is named.
        origin: String,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A role that cannot be assumed for a token.
    #[error(
        "cannot assume the role {role_arn} with {origin} (the token in {}, the identity provider {provider_id}): {source}",
        token_file.display()
    )]
    AssumeRoleWithWebIdentity {
        /// The role.
        role_arn: String,
        /// The identity provider.
        provider_id: String,
        /// The file of the token.
        token_file: PathBuf,
        /// Where they are configured.
        origin: String,
        /// The failed call.
        #[source]
        source: Box<Error>,
    },
    /// A CVM instance's role whose keys cannot be obtained.
    #[error(
        "cannot get the keys of the CVM instance's role for {origin}: the metadata service at {address} {reason}. Run this on a \
         CVM instance that has the role, or use another source of credentials"
    )]
    Metadata {
        /// The setting that names the role.
        origin: String,
        /// Address of the metadata service.
        address: String,
        /// What it returned.
        reason: String,
    },
    /// Temporary keys that were given and are not accepted any longer.
    #[error(
        "the temporary credentials of {origin} have expired and cannot be renewed automatically: {source}. Replace them, or use a \
         source that is renewed: assume_role, a role for a web identity token, or the role of a CVM instance"
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
         before. Nothing more is called with them; use keys of account {expected}, or plan again for account {account}"
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
    /// Temporary keys of STS that cannot be used.
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

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no profiles".to_owned() } else { format!("the profiles {}", names.join(", ")) }
}
