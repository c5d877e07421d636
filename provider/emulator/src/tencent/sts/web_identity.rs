//! AssumeRoleWithWebIdentity: temporary credentials of a role for the token of an identity provider. The call has no signature: the
//! token identifies the caller. The signature of a token is not checked; the world file lists the texts that count as valid
//! tokens.

use crate::core::world::{OidcProvider, OidcToken};
use crate::policy::{Actor, Circumstances, Claims, Decision, trust_decides};
use crate::tencent::context::CallContext;
use crate::tencent::gateway::{Fields, Outcome, Refusal};
use crate::tencent::sessions::Sessions;

use super::session::{RoleArn, begin, find};

pub(super) fn assume_role_with_web_identity(
    sessions: &mut Sessions,
    context: CallContext<'_>,
    parameters: &Fields,
    circumstances: &Circumstances,
) -> Outcome {
    let arn = RoleArn::read(parameters.required("RoleArn")?)?;
    let name = parameters.required("ProviderId")?;
    let account = context.accounts.tencent(&arn.account);
    let provider = account.and_then(|account| account.oidc_providers.iter().find(|provider| provider.name == name));
    let provider = provider.ok_or_else(|| wrong_token(&format!("the account has no identity provider {name}")))?;
    let token = token(provider, parameters.required("WebIdentityToken")?, context)?;
    let role = find(context, &arn).ok_or_else(|| Refusal::new("InternalError.GetRoleError", "role not exist"))?;
    let claims = Claims {
        provider_arn: format!("qcs::cam::uin/{}:oidc-provider/{name}", arn.account),
        issuer: provider.issuer.clone(),
        audience: token.audience.clone(),
        subject: token.subject.clone(),
    };
    if trust_decides(&role.trust, &Actor::Federated(claims), circumstances, None) != Decision::Allowed {
        return Err(Refusal::new("UnauthorizedOperation", "The role does not trust this token."));
    }
    let (caller, answer) = begin(&arn, role, parameters, arn.account.clone(), context.now)?;
    sessions.add(caller, context.now);
    Ok(answer)
}

/// The token with this text, if it is valid now and for the provider.
fn token<'a>(provider: &'a OidcProvider, text: &str, context: CallContext<'_>) -> Result<&'a OidcToken, Refusal> {
    let token = provider.tokens.iter().find(|token| token.text.expose() == text);
    let token = token.ok_or_else(|| wrong_token("the identity provider has not issued it"))?;
    if token.expires.is_some_and(|end| end <= context.now) {
        return Err(wrong_token("it has expired"));
    }
    if !provider.client_ids.contains(&token.audience) {
        return Err(wrong_token("it is for another audience than that of the identity provider"));
    }
    Ok(token)
}

fn wrong_token(why: &str) -> Refusal {
    Refusal::new("InvalidParameter.WebIdentityTokenError", format!("The token is not valid: {why}."))
}
