//! Moving a resource of another provider.

use super::*;
use crate::{
    diagnostic::Diagnostic,
    moves::{MoveSource, Moved},
};

/// A bucket.
#[derive(Clone, Debug, Default, Model)]
struct Bucket {
    /// Its name.
    #[attr(required)]
    name: Attr<String>,
    /// Its class.
    #[attr(default = "standard")]
    class: Attr<String>,
    /// Its key.
    #[attr(optional, write_only)]
    key: Attr<String>,
    /// Its ID.
    #[attr(computed)]
    id: Attr<String>,
}

struct BucketResource;

#[async_trait]
impl Resource for BucketResource {
    type Model = Bucket;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_bucket"
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<Bucket>, Diagnostics> {
        if source.type_name != "other_bucket" {
            return Err(source.rejected(self.type_name()).into());
        }
        let text = |name: &str| source.state.get(name).and_then(|value| value.as_str()).map(str::to_owned).into();
        let mut private = Private::default();
        private.set("moved", true);
        let warning = Diagnostic::warning("Not taken over", "The owner is not an argument of the bucket.");
        let state = Bucket { name: text("bucket"), key: text("key"), id: Attr::Unknown, ..Bucket::default() };
        Ok(Moved { state, private, warnings: warning.into() })
    }

    async fn create(&self, _: &Context<()>, apply: Apply<Bucket>) -> Outcome<Bucket> {
        Outcome::done(apply.planned)
    }

    async fn read(&self, _: &Context<()>, state: Bucket, _: Private) -> Outcome<Bucket> {
        Outcome::done(state)
    }

    async fn update(&self, _: &Context<()>, apply: Apply<Bucket>) -> Outcome<Bucket> {
        Outcome::done(apply.planned)
    }

    async fn delete(&self, _: &Context<()>, _: Bucket, _: Private) -> Outcome<Bucket> {
        Outcome::gone()
    }
}

struct BucketProvider;

#[async_trait]
impl Provider for BucketProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        panic!("a move needs no configured provider")
    }

    fn resources(&self) -> Vec<Registered<()>> {
        vec![Registered::new(BucketResource)]
    }
}

fn request(type_name: &str, state: &str) -> pb::move_resource_state::Request {
    pb::move_resource_state::Request {
        source_provider_address: "registry.terraform.io/other/other".into(),
        source_type_name: type_name.into(),
        source_state: Some(pb::RawState { json: state.into(), ..Default::default() }),
        source_private: b"not ours".to_vec(),
        target_type_name: "test_bucket".into(),
        ..Default::default()
    }
}

async fn moved(request: pb::move_resource_state::Request) -> pb::move_resource_state::Response {
    let server = Server::new(BucketProvider, CancellationToken::new());
    server.move_resource_state(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_move_works_before_the_provider_is_configured_and_fills_the_defaults() {
    let response = moved(request("other_bucket", r#"{"bucket":"logs","key":"secret","colour":"red"}"#)).await;
    let value = convert::decode_value(response.target_state.as_ref(), &Bucket::block().ty()).unwrap();
    let bucket = Bucket::read(&value, &crate::path::PathRef::root()).unwrap();
    assert_eq!((bucket.name.as_str(), bucket.class.as_str()), (Some("logs"), Some("standard")));
    assert!(bucket.key.is_null(), "write-only");
    assert!(bucket.id.is_null(), "unknown values are cleared");
    assert_eq!(response.target_private, br#"{"moved":true}"#);
    assert_eq!(response.diagnostics[0].summary, "Not taken over");
}

#[tokio::test]
async fn what_cannot_be_moved_is_an_error_without_a_state() {
    let state = r#"{"bucket":"logs"}"#;
    let not_json = "The state of this other_bucket is not JSON";
    for (request, expected) in [
        (
            request("other_queue", state),
            "other_queue (provider registry.terraform.io/other/other) cannot be moved to test_bucket",
        ),
        (request("other_bucket", "{"), not_json),
        (request("other_bucket", ""), not_json),
        (request("other_bucket", "null"), "is not a JSON object"),
        (request("other_bucket", "[]"), "is not a JSON object"),
        (pb::move_resource_state::Request { source_state: None, ..request("other_bucket", state) }, not_json),
        (
            pb::move_resource_state::Request { target_type_name: "test_none".into(), ..request("other_bucket", state) },
            "Valid values: test_bucket",
        ),
    ] {
        let response = moved(request).await;
        assert!(response.diagnostics[0].detail.contains(expected), "{response:?}");
        assert_eq!(response.target_state, None);
    }
}

#[test]
fn the_attributes_of_a_source_are_not_shown() {
    let source = MoveSource {
        state: serde_json::json!({"key": "canary"}).as_object().unwrap().clone(),
        ..MoveSource::default()
    };
    assert!(!format!("{source:?}").contains("canary"));
}
