//! Boundaries between accounts: for every allowed call there is a similar call that is refused, with its code.
//!
//! | boundary | allowed | refused with | where |
//! |---|---|---|---|
//! | a job, instance, role, policy or tag of another account | the owner | `Forbidden.InstanceNotFound`, `EntityNotExist.Role`, `EntityNotExist.Policy`, 404 | `dts`, `ram`, every served action |
//! | lists | own objects | answered, with nothing of others | `dts`, `ram` |
//! | a policy that lacks the action | this action alone | `Forbidden.RAM`, `NoPermission`, 403 | `policies`, every served action |
//! | a policy for another instance | this instance alone | `Forbidden.RAM`, 403 | `policies` |
//! | temporary credentials | until they expire | `InvalidSecurityToken.Expired`, 403 | `keys` |
//! | a forged, foreign or absent token | its own key's | `InvalidSecurityToken.MismatchWithAccessKey`, `MissingSecurityToken`, 400 | `keys` |
//! | a wrong secret, an unknown key | the key's own | `SignatureDoesNotMatch`, 400; `InvalidAccessKeyId.NotFound`, 404 | `keys` |
//! | clock skew, either signature | 14 minutes | `InvalidTimeStamp.Expired`, 400 | `keys` |
//! | a nonce, either signature | once per key | `SignatureNonceUsed`, 400 | `keys` |
//! | AssumeRole: caller, external id, duration, name, ARN | each in its place | `NoPermission`, 403, and the parameter's own code | `roles` |
//! | a session: its role's account and policies, narrowed | what both allow | `NoPermission`, `Forbidden.RAM`, 403 | `roles` |
//! | DTS in another account: trust, policies, owner, role | intact, repaired | `AssumeRoleFail` and others, in the body | `../calls/cross_account.rs` |
//! | a database of another account than said | its owner's | the precheck item `CHECK_CONN_SRC` | `../calls/cross_account.rs` |
//! | a dedicated cluster of another account | its owner's | `InvalidParameter` | `dts`, `../calls/clusters.rs` |
//! | tokens of an identity provider | issued, in time, for it | `AuthenticationFail.*`, 401 | `../calls/oidc.rs` |
//! | another emulator | its own accounts | `EntityNotExist.Role` | `../calls/access.rs` |
#![allow(clippy::unwrap_used, reason = "helper functions of tests")]

#[path = "../calls/client.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod client;
#[path = "../calls/setup.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod setup;

mod dts;
mod keys;
mod policies;
mod ram;
mod roles;
mod row;
mod unknown_callers;
