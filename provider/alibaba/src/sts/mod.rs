//! Security Token Service: who am I, and become somebody else.

use crate::wire::{answer, request};
use cloud_core::Secret;

request! {
    /// Tells whose credentials signed the call. Needs no permission.
    GetCallerIdentity: STS Read -> CallerIdentity {}
}

answer! {
    /// Answer of `GetCallerIdentity`.
    CallerIdentity {
        /// `Account`, `RAMUser` or `AssumedRoleUser`.
        identity_type: String = "IdentityType",
        /// The account's UID, decimal digits.
        account_id: String = "AccountId",
        /// Identifier of the caller within the account.
        principal_id: String = "PrincipalId",
        /// Only for `Account` and `RAMUser`.
        user_id: String = "UserId",
        /// Only for `AssumedRoleUser`.
        role_id: String = "RoleId",
        /// `acs:ram::<account>:…`.
        arn: String = "Arn",
    }
}

request! {
    /// Gives temporary credentials of a role. Refused for the key of a main account.
    AssumeRole: STS Read -> AssumedRole {
        /// `acs:ram::<account>:role/<name>`.
        role_arn: String = Query "RoleArn",
        /// 2 to 64 letters, digits, `.`, `@`, `-` or `_`.
        role_session_name: String = Query "RoleSessionName",
        /// Lifetime in seconds: 900 up to the role's longest session; the service's default is 3600.
        duration_seconds: Option<i64> = Query "DurationSeconds",
        /// Policy that narrows the role's permissions, JSON text of at most 2048 characters.
        policy: Option<String> = Query "Policy",
        /// What the role's trust document asks for as `sts:ExternalId`.
        external_id: Option<String> = Query "ExternalId",
    }
}

request! {
    /// Gives temporary credentials of a role for the token of an identity provider. Has no signature.
    AssumeRoleWithOIDC: STS Read -> AssumedRole {
        /// `acs:ram::<account>:oidc-provider/<name>`.
        oidc_provider_arn: String = Query "OIDCProviderArn",
        /// `acs:ram::<account>:role/<name>`.
        role_arn: String = Query "RoleArn",
        /// As the identity provider issued it, 4 to 20,000 characters.
        oidc_token: Secret = Query "OIDCToken",
        /// 2 to 64 letters, digits, `.`, `@`, `-` or `_`.
        role_session_name: String = Query "RoleSessionName",
        /// Lifetime in seconds: 900 up to the role's longest session; the service's default is 3600.
        duration_seconds: Option<i64> = Query "DurationSeconds",
        /// Policy that narrows the role's permissions, JSON text.
        policy: Option<String> = Query "Policy",
    }
}

answer! {
    /// Answer of `AssumeRole` and `AssumeRoleWithOIDC`.
    AssumedRole {
        /// The temporary credentials.
        credentials: TemporaryCredentials = "Credentials",
        /// Who one is with them.
        assumed_role_user: AssumedRoleUser = "AssumedRoleUser",
    }
}

answer! {
    /// Temporary credentials.
    TemporaryCredentials {
        /// Starts with `STS.`.
        access_key_id: String = "AccessKeyId",
        /// Signs.
        access_key_secret: Secret = "AccessKeySecret",
        /// Goes along with every call.
        security_token: Secret = "SecurityToken",
        /// End of life, `YYYY-MM-DDThh:mm:ssZ`.
        expiration: String = "Expiration",
    }
}

answer! {
    /// The identity behind temporary credentials.
    AssumedRoleUser {
        /// `acs:ram::<account>:assumed-role/<role>/<session>` or the like.
        arn: String = "Arn",
        /// `<role id>:<session>`.
        assumed_role_id: String = "AssumedRoleId",
    }
}
