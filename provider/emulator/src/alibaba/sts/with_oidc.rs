//! AssumeRoleWithOIDC: temporary credentials of a role for the token of an identity provider. The call has no
//! signature: the token identifies the caller. The signature of a token is not checked; the world file lists the texts
//! that count as valid tokens.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Outcome, Parameters, Refusal};
use crate::core::time::to_seconds;
use crate::core::world::{OidcProvider, OidcToken};
use crate::policy::{Actor, Circumstances, Claims, Decision, trust_decides};

use super::Sts;
use super::session::{Session, parse_arn};

pub(super) fn assume_role_with_oidc(
    sts: &mut Sts,
    context: CallContext<'_>,
    parameters: &Parameters,
    circumstances: &Circumstances,
) -> Outcome {
    let provider_arn = parameters.required("OIDCProviderArn")?;
    let arn = parameters.required("RoleArn")?;
    let text = parameters.required("OIDCToken")?;
    let session = Session::read(parameters)?;
    let (account, name) = parse_arn(arn)?;
    let provider = provider(context, provider_arn)
        .ok_or_else(|| refused("NoPermission", "No such OIDC provider is registered."))?;
    let token = provider
        .tokens
        .iter()
        .find(|token| token.text.expose() == text)
        .ok_or_else(|| refused("OIDCToken.Invalid", "The OIDC provider has not issued this token."))?;
    if token.expires.is_some_and(|end| end <= context.now) {
        return Err(refused("OIDCToken.Expired", "This token is expired."));
    }
    if !provider.client_ids.contains(&token.audience) {
        return Err(refused("OIDCToken.AudienceNotMatch", "The token is for another audience than the provider's."));
    }
    let role = context
        .role(account, name)
        .ok_or_else(|| Refusal::gateway(404, "EntityNotExist.Role", format!("The role not exists: {arn}.")))?;
    let holder = Actor::Federated(claims(provider_arn, provider, token));
    if trust_decides(&role.trust, &holder, circumstances, None) != Decision::Allowed {
        return Err(refused("NoPermission", "There is no permission: the role does not trust this token."));
    }
    let (caller, mut answer) = session.begin(account, role, parameters, context.now)?;
    answer.insert("OIDCTokenInfo".to_owned(), info(provider, token));
    sts.add(caller, context.now);
    Ok(answer)
}

fn provider<'a>(context: CallContext<'a>, arn: &str) -> Option<&'a OidcProvider> {
    let (account, name) = arn.strip_prefix("acs:ram::")?.split_once(":oidc-provider/")?;
    context.accounts.get(account)?.oidc_providers.iter().find(|provider| provider.name == name)
}

fn claims(provider_arn: &str, provider: &OidcProvider, token: &OidcToken) -> Claims {
    Claims {
        provider_arn: provider_arn.to_owned(),
        issuer: provider.issuer.clone(),
        audience: token.audience.clone(),
        subject: token.subject.clone(),
    }
}

fn info(provider: &OidcProvider, token: &OidcToken) -> Value {
    let mut info = json!({
        "Issuer": provider.issuer,
        "Subject": token.subject,
        "ClientIds": token.audience,
        "VerificationInfo": "Success",
    });
    if let Some(end) = token.expires {
        info["ExpirationTime"] = json!(to_seconds(end));
    }
    info
}

fn refused(code: &str, message: &str) -> Refusal {
    Refusal::gateway(401, format!("AuthenticationFail.{code}"), message)
}
