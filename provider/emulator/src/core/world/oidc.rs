//! The identity providers that an account has registered, and the tokens that they have issued.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;

use crate::core::secret::Secret;
use crate::core::time::parse_seconds;

use super::error::{Source, WorldError};

/// An OIDC identity provider.
#[derive(Debug, Clone)]
pub(crate) struct OidcProvider {
    /// Its ARN is `acs:ram::<account>:oidc-provider/<name>`, or `qcs::cam::uin/<UIN>:oidc-provider/<name>`.
    pub(crate) name: String,
    pub(crate) issuer: String,
    /// The audiences for which it is registered.
    pub(crate) client_ids: Vec<String>,
    pub(crate) tokens: Vec<OidcToken>,
}

/// A text that stands for a token with a valid signature.
#[derive(Debug, Clone)]
pub(crate) struct OidcToken {
    pub(crate) text: Secret,
    pub(crate) subject: String,
    pub(crate) audience: String,
    pub(crate) expires: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderEntry {
    name: Spanned<String>,
    issuer: String,
    client_ids: Spanned<Vec<String>>,
    #[serde(default)]
    tokens: Vec<TokenEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenEntry {
    text: Spanned<Secret>,
    subject: String,
    /// If it is absent, the first of the provider's client IDs.
    audience: Option<String>,
    expires: Option<Spanned<String>>,
}

/// Checks the providers of one account.
pub(super) fn oidc_providers(
    entries: Vec<ProviderEntry>,
    source: &Source<'_>,
) -> Result<Vec<OidcProvider>, WorldError> {
    let mut names = HashSet::new();
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.name.get_ref();
        if !names.insert(name.clone()) {
            let what = format!("the OIDC provider \"{name}\" exists twice in this account; each name must be unique");
            return Err(source.error(entry.name.span(), what));
        }
        found.push(provider(entry, source)?);
    }
    Ok(found)
}

fn provider(entry: ProviderEntry, source: &Source<'_>) -> Result<OidcProvider, WorldError> {
    let Some(first) = entry.client_ids.get_ref().first().cloned() else {
        let what = "client_ids is empty; name the audience of the tokens, as [\"sts.aliyuncs.com\"]";
        return Err(source.error(entry.client_ids.span(), what));
    };
    let tokens = entry.tokens.into_iter().map(|entry| token(entry, &first, source)).collect::<Result<_, _>>()?;
    Ok(OidcProvider {
        name: entry.name.into_inner(),
        issuer: entry.issuer,
        client_ids: entry.client_ids.into_inner(),
        tokens,
    })
}

fn token(entry: TokenEntry, audience: &str, source: &Source<'_>) -> Result<OidcToken, WorldError> {
    // The service rejects shorter and longer ones.
    if !(4..=20_000).contains(&entry.text.get_ref().expose().len()) {
        return Err(source.error(entry.text.span(), "a token has 4 to 20000 characters"));
    }
    let expires = match &entry.expires {
        None => None,
        Some(text) => Some(parse_seconds(text.get_ref()).ok_or_else(|| {
            let what = format!("\"{}\" is not a time; write it as \"2024-06-01T08:30:00Z\"", text.get_ref());
            source.error(text.span(), what)
        })?),
    };
    Ok(OidcToken {
        text: entry.text.into_inner(),
        subject: entry.subject,
        audience: entry.audience.unwrap_or_else(|| audience.to_owned()),
        expires,
    })
}

#[cfg(test)]
mod tests {
    use super::super::World;

    fn world(provider: &str) -> Result<World, String> {
        let text =
            format!("[[account]]\nid = \"1234567890123456\"\nname = \"a\"\n[[account.oidc_provider]]\n{provider}");
        World::parse(&text, "w").map_err(|error| error.to_string())
    }

    const CI: &str = "name = \"ci\"\nissuer = \"https://ci.example\"\nclient_ids = [\"sts.aliyuncs.com\"]\n";

    #[test]
    fn a_token_without_an_audience_is_for_the_first_client_id() {
        let tokens =
            r#"tokens = [{ text = "canary-1", subject = "a" }, { text = "canary-2", subject = "b", audience = "x" }]"#;
        let world = world(&format!("{CI}{tokens}")).unwrap();
        let provider = &world.accounts[0].oidc_providers[0];
        let audiences: Vec<_> = provider.tokens.iter().map(|token| token.audience.as_str()).collect();
        assert_eq!(audiences, ["sts.aliyuncs.com", "x"]);
        assert!(!format!("{world:?}").contains("canary"));
    }

    #[test]
    fn mistakes_are_reported_with_their_line() {
        assert!(world(CI).is_ok());
        let error = |provider: &str| world(provider).unwrap_err();
        let twice = error(&format!("{CI}[[account.oidc_provider]]\n{CI}"));
        assert!(twice.starts_with("w:9:8: the OIDC provider \"ci\" exists twice"), "{twice}");
        let empty = error(&CI.replace("\"sts.aliyuncs.com\"", ""));
        assert!(empty.starts_with("w:7:14: client_ids is empty"), "{empty}");
        let short = error(&format!("{CI}tokens = [{{ text = \"abc\", subject = \"a\" }}]"));
        assert!(short.starts_with("w:8:") && short.contains("4 to 20000"), "{short}");
        let end = error(&format!("{CI}tokens = [{{ text = \"abcd\", subject = \"a\", expires = \"soon\" }}]"));
        assert!(end.starts_with("w:8:") && end.contains("\"soon\" is not a time"), "{end}");
        let unknown = error(&CI.replace("issuer", "isuer"));
        assert!(unknown.contains("did you mean `issuer`"), "{unknown}");
    }
}
