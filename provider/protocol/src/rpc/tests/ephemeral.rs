//! The calls about ephemeral resources.

use jiff::Timestamp;

use super::*;
use crate::{
    diagnostic::Diagnostic,
    ephemeral::{EphemeralResource, Open, Opened, Opening, Renewed},
    path::AttributePath,
    registry::RegisteredEphemeral,
    validate::not_empty,
};

/// A temporary token.
#[derive(Clone, Debug, Default, Model)]
struct Token {
    /// The role of the token.
    #[attr(required, validate(not_empty()))]
    role: Attr<String>,
    /// The token.
    #[attr(computed, sensitive)]
    token: Attr<String>,
}

struct TokenResource;

#[async_trait]
impl EphemeralResource for TokenResource {
    type Model = Token;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_token"
    }

    fn validate(&self, config: &Token, diagnostics: &mut Diagnostics) {
        if config.role.as_str() == Some("invalid") {
            diagnostics.error(AttributePath::of(&["role"]), "No such role", "Write the name of a role.");
        }
    }

    async fn open(&self, _: &Context<()>, call: Open<Token>) -> Result<Opening<Token>, Diagnostics> {
        let token = match call.config.role.as_str() {
            Some("forbidden") => return Err(Diagnostic::error("Forbidden", "The role cannot be assumed.").into()),
            Some("deferred") => return Ok(Opening::Deferred),
            Some("unknown") => Attr::Unknown,
            _ => "t-1".into(),
        };
        let mut private = Private::default();
        private.set("renewals", 0);
        Ok(Opening::Opened(Opened {
            result: Token { token, ..call.config },
            renew_at: Some(Timestamp::new(1_800_000_000, 5).unwrap()),
            private,
            diagnostics: Diagnostic::warning("Short validity", "The token is valid for one hour.").into(),
        }))
    }

    async fn renew(&self, _: &Context<()>, mut private: Private) -> Renewed {
        let renewals = private.get("renewals").and_then(serde_json::Value::as_i64).unwrap();
        private.set("renewals", renewals + 1);
        let renew_at = (renewals == 0).then(|| Timestamp::new(-1, -500_000_000).unwrap());
        Renewed { renew_at, private, diagnostics: Diagnostics::new() }
    }

    async fn close(&self, _: &Context<()>, private: Private) -> Diagnostics {
        Diagnostic::warning("Closed", format!("Renewed {} times.", private.get("renewals").unwrap())).into()
    }
}

struct TokenProvider;

#[async_trait]
impl Provider for TokenProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn ephemeral_resources(&self) -> Vec<RegisteredEphemeral<()>> {
        vec![RegisteredEphemeral::new(TokenResource)]
    }
}

fn server() -> Server<TokenProvider> {
    Server::new(TokenProvider, CancellationToken::new())
}

fn token(role: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::encode_value(&Token { role, token: Attr::Null }.write()))
}

async fn open(role: &str, deferral_allowed: bool) -> pb::open_ephemeral_resource::Response {
    let request = pb::open_ephemeral_resource::Request {
        type_name: "test_token".into(),
        config: token(role.into()),
        client_capabilities: Some(pb::ClientCapabilities { deferral_allowed, ..Default::default() }),
    };
    server().open_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

async fn renew(private: &[u8]) -> pb::renew_ephemeral_resource::Response {
    let request =
        pb::renew_ephemeral_resource::Request { type_name: "test_token".into(), private: Some(private.to_vec()) };
    server().renew_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_resource_is_opened_renewed_and_closed() {
    let opened = open("reader", false).await;
    let result = convert::decode_value(opened.result.as_ref(), &Token::block().ty()).unwrap();
    assert_eq!((result.attribute("role"), result.attribute("token")), (&"reader".into(), &"t-1".into()));
    assert_eq!(opened.renew_at, Some(prost_types::Timestamp { seconds: 1_800_000_000, nanos: 5 }));
    assert_eq!(opened.diagnostics[0].summary, "Short validity");

    let first = renew(&opened.private.unwrap()).await;
    assert_eq!(first.renew_at, Some(prost_types::Timestamp { seconds: -2, nanos: 500_000_000 }));
    let second = renew(first.private.as_ref().unwrap()).await;
    assert_eq!(second.renew_at, None);
    let request = pb::close_ephemeral_resource::Request { type_name: "test_token".into(), private: second.private };
    let closed = server().close_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(closed.diagnostics[0].detail, "Renewed 2 times.");
}

#[tokio::test]
async fn an_error_and_an_unknown_result_give_no_result() {
    for (role, expected) in
        [("forbidden", "The role cannot be assumed."), ("unknown", "token of test_token is still unknown")]
    {
        let response = open(role, false).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert_eq!((response.result, response.renew_at), (None, None));
    }
}

#[tokio::test]
async fn an_opening_is_deferred_only_if_terraform_supports_that() {
    let supported = open("deferred", true).await;
    assert_eq!(supported.deferred.unwrap().reason(), pb::deferred::Reason::ProviderConfigUnknown);
    assert!(supported.diagnostics.is_empty());
    let unsupported = open("deferred", false).await;
    assert!(unsupported.deferred.is_none(), "{unsupported:?}");
    assert!(unsupported.diagnostics[0].detail.contains("test_token was deferred"), "{unsupported:?}");
}

#[tokio::test]
async fn malformed_private_data_and_unknown_types_are_errors() {
    assert!(renew(b"\xff").await.diagnostics[0].detail.contains("private data"));
    let request = pb::close_ephemeral_resource::Request { type_name: "test_key".into(), private: None };
    let response = server().close_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
    assert!(response.diagnostics[0].detail.contains("Valid values: test_token."), "{response:?}");
}

#[tokio::test]
async fn validation_runs_the_validators_and_the_resource_and_accepts_unknown_values() {
    let validate = |role: Attr<String>| async {
        let request =
            pb::validate_ephemeral_resource_config::Request { type_name: "test_token".into(), config: token(role) };
        server().validate_ephemeral_resource_config(Request::new(request)).await.unwrap().into_inner().diagnostics
    };
    assert_eq!(validate("invalid".into()).await[0].summary, "No such role");
    assert_eq!(validate("".into()).await[0].summary, "Invalid role");
    assert!(validate("reader".into()).await.is_empty());
    assert!(validate(Attr::Unknown).await.is_empty());
}

#[tokio::test]
async fn schema_and_metadata_contain_ephemeral_resources() {
    let server = server();
    let schema = server.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    let block = schema.ephemeral_resource_schemas["test_token"].block.as_ref().unwrap();
    assert_eq!(block.description, "A temporary token.");
    let metadata = server.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.ephemeral_resources[0].type_name, "test_token");
}
